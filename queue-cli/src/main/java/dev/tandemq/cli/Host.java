package dev.tandemq.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;

/**
 * The process that a command runs in, as far as commands are to see it.
 *
 * @param arguments the command line in bytes, as the system handed it over
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param signals calls an action whenever the signal of that name arrives
 * @param exit ends the process
 */
record Host(
    List<byte[]> arguments,
    InputStream in,
    OutputStream out,
    OutputStream err,
    BiConsumer<String, Runnable> signals,
    IntConsumer exit) {}
