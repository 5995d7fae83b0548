package dev.tandemq.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.List;

/** Where the {@code tandem} command begins. */
public final class Main {

  private Main() {}

  /** Runs the command line and ends the process with its exit status. */
  public static void main(String[] args) {
    Host host =
        new Host(
            RawArguments.of(List.of(args)),
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            Signals::on,
            System::exit);
    System.exit(Tandem.commandLine(host).execute(args));
  }
}
