package com.example.directory;

import com.example.directory.QueueIndex.Flags;
import dev.tandemq.job.JobId;
import dev.tandemq.job.Names;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UTFDataFormatException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * All that is done to files. Whatever changes a job is one rename; what is written is written to
 * {@code tmp} first and renamed too, so nobody ever reads half a file. Nothing is forced to the
 * platter: jobs survive the death of the process, not a power cut. Guarded by the store's lock.
 */
final class Disk {

  private static final Logger LOG = System.getLogger(Disk.class.getName());

  private final Path root;
  private final Writes writes;
  private final Path queues;
  private final Path temporary;
  private final Changes changes;
  private final Set<Path> known = new HashSet<>();
  private final Set<Path> warned = new HashSet<>();
  private final Map<String, Long> generations = new HashMap<>();
  private List<String> nodes = List.of();
  private StoreLock.Held lock;
  private long version = -1;
  private boolean isAnnounced;
  private boolean isChanged;

  Disk(Path root, Writes writes) {
    this.root = root;
    this.writes = writes;
    this.queues = root.resolve("queues");
    this.temporary = root.resolve("tmp");
    this.changes = new Changes(root.resolve("changes"), queues, writes);
  }

  /**
   * A step begins, under this lock.
   *
   * @param known what is known so far
   * @return what the names of all files say: the same index brought up to date, or a new one
   */
  Index begin(StoreLock.Held held, Index known) throws IOException {
    lock = held;
    isAnnounced = false;
    isChanged = false;
    if (held.version() != version) {
      return load();
    }
    changes.unread().forEach(file -> look(known, file));
    return known;
  }

  /** What is known may be wrong: the next step reads everything. */
  void forget() {
    version = -1;
  }

  /** Whether the step has moved a job or set a flag. */
  boolean isChanged() {
    return isChanged;
  }

  /** Before a job is put or moved, tells the other processes at which files to look. */
  private void announce(Path... files) throws IOException {
    if (!changes.isLong()) {
      try {
        changes.add(files);
        return;
      } catch (IOException e) {
        // No space: what follows needs none, so that even then jobs can be done and removed.
      }
    }
    announceAll();
  }

  /** Before the first other change of a step, tells the other processes to read everything. */
  private void announceAll() throws IOException {
    if (!isAnnounced) {
      version = lock.version() + 1;
      writes.version(lock, version);
      changes.clear();
      isAnnounced = true;
    }
  }

  // ---- reading

  /** What the names of all files say. Costs a listing of everything. */
  private Index load() throws IOException {
    changes.skip();
    known.clear();
    generations.clear();
    nodes = Files.exists(nodesFile()) ? Files.readAllLines(nodesFile()) : List.of();
    Index index = new Index();
    for (Path folder : list(queues)) {
      String name = folder.getFileName().toString();
      if (isName(name) && Files.isDirectory(folder)) {
        Counts base = base(folder);
        index.addQueue(name, new QueueIndex(base, flags(folder)));
        dropCounted(folder, base.generation());
        for (String part : List.of(done(base.generation()), "jobs")) {
          list(folder.resolve(part)).forEach(file -> add(index, name, file));
        }
      } else {
        warn(folder, "is no queue");
      }
    }
    version = lock.version();
    return index;
  }

  /** Somebody has announced this file: it may be new, or not there any more, or as it was. */
  private void look(Index index, Path file) {
    String queue = file.getParent().getParent().getFileName().toString();
    Optional<Entry> known = index.queue(queue).file(file.getFileName().toString());
    boolean isThere = Files.exists(file);
    if (known.isPresent() && !isThere) {
      index.remove(known.get());
    } else if (known.isEmpty() && isThere) {
      add(index, queue, file);
    }
  }

  private static boolean isName(String name) {
    try {
      Names.check("queue", name);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void add(Index index, String queue, Path file) {
    Entry entry = Entry.parse(queue, file.getFileName().toString()).orElse(null);
    if (entry == null) {
      warn(file, "is no job");
    } else if (!entry.stage().isGone() && index.find(entry.born().id()).isPresent()) {
      warn(file, "is a copy of another job");
    } else {
      index.add(entry);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> listing = Files.newDirectoryStream(folder)) {
      listing.forEach(files::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }

  /** What somebody else put there is left alone, and named once. */
  private void warn(Path file, String what) {
    if (warned.add(file)) {
      LOG.log(Level.WARNING, "{0} {1}; it is left alone", file, what);
    }
  }

  byte[] content(Entry entry) throws IOException {
    return Files.readAllBytes(file(entry));
  }

  /** The newest term in which anybody has swept or pruned; zero when nobody has. */
  long term() throws IOException {
    try {
      return Long.parseLong(Files.readString(termFile()));
    } catch (NoSuchFileException e) {
      return 0;
    } catch (NumberFormatException e) {
      throw new IOException(termFile() + " is not what this driver wrote; restore it", e);
    }
  }

  History history(JobId id) throws IOException {
    try {
      return History.decode(Files.readAllBytes(historyFile(id)));
    } catch (NoSuchFileException e) {
      return History.NONE;
    } catch (EOFException | UTFDataFormatException e) {
      // Told to people only: no job shall stand still for it.
      warn(historyFile(id), "is no history");
      return History.NONE;
    }
  }

  // ---- changing

  /** Puts a new job. It is there once the rename is done. */
  void put(Entry entry, byte[] content) throws IOException {
    writes.delete(historyFile(entry.born().id()));
    announce(file(entry));
    replace(file(entry), content);
    isChanged = true;
  }

  /** Takes a job from where it stands to where it goes. */
  void move(Entry from, Entry to) throws IOException {
    Path target = file(to);
    announce(file(from), target);
    makeFolder(target.getParent());
    writes.rename(file(from), target);
    isChanged = true;
    if (to.stage().isGone()) {
      dropContent(target, to.born().id());
    }
  }

  /** Only the name is needed from now on. Whoever dies before this leaves some bytes, no more. */
  private void dropContent(Path file, JobId id) {
    try {
      writes.empty(file);
      writes.delete(historyFile(id));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "some bytes of a job that is gone are left", e);
    }
  }

  void history(JobId id, History history) throws IOException {
    replace(historyFile(id), history.encode()); // read whenever it is needed: nobody has to know
  }

  void flags(String queue, Flags flags) throws IOException {
    Properties text = new Properties();
    text.setProperty("paused", Boolean.toString(flags.isPaused()));
    text.setProperty("bound", Long.toString(flags.bound()));
    write(queues.resolve(queue).resolve("flags"), text);
    isChanged = true;
  }

  /** Read whenever it is needed: nobody has to be told of it. */
  void term(long newest) throws IOException {
    replace(termFile(), Long.toString(newest).getBytes(StandardCharsets.UTF_8));
    isChanged = true;
  }

  /** Keeps a copy of a file that is no job for somebody to look at. */
  void keepCorrupt(Entry entry) throws IOException {
    Path copy = root.resolve("corrupt").resolve(entry.fileName());
    makeFolder(copy.getParent());
    writes.copy(file(entry), copy);
    LOG.log(Level.WARNING, "{0} holds no job; it was removed, see {1}", file(entry), copy);
  }

  /**
   * Counts in the jobs that are gone, and deletes their files. The new base is the moment that
   * counts: files of its earlier generation are not counted any more, be they deleted or not.
   *
   * @param counts with all of them in it
   * @return the new base
   */
  Counts fold(String queue, Counts counts) throws IOException {
    Path folder = queues.resolve(queue);
    Counts next = counts.next();
    write(folder.resolve("base"), next.toProperties());
    generations.put(queue, next.generation());
    dropCounted(folder, next.generation());
    return next;
  }

  private void dropCounted(Path folder, long generation) throws IOException {
    // Only the one before: the process that wrote its base has dropped those before that.
    Path counted = folder.resolve(done(generation - 1));
    if (generation > 0 && Files.isDirectory(counted)) {
      for (Path file : list(counted)) {
        writes.delete(file);
      }
      writes.delete(counted);
      known.remove(counted);
    }
  }

  /** The number by which file names name a node. */
  int nodeNumber(String node) throws IOException {
    int number = nodes.indexOf(node);
    if (number >= 0) {
      return number;
    }
    List<String> more = new ArrayList<>(nodes);
    more.add(node);
    write(nodesFile(), (String.join("\n", more) + "\n").getBytes(StandardCharsets.UTF_8));
    nodes = more;
    return more.size() - 1;
  }

  String node(int number) {
    return number < nodes.size() ? nodes.get(number) : "unknown";
  }

  // ---- files

  private Path file(Entry entry) {
    Path folder = queues.resolve(entry.born().queue());
    if (!entry.stage().isGone()) {
      return folder.resolve("jobs").resolve(entry.fileName());
    }
    return folder.resolve(done(generation(entry.born().queue()))).resolve(entry.fileName());
  }

  private long generation(String queue) {
    return generations.getOrDefault(queue, 0L);
  }

  private static String done(long generation) {
    return "done." + generation;
  }

  private Path historyFile(JobId id) {
    return root.resolve("history").resolve(id.toString());
  }

  private Path termFile() {
    return root.resolve("term");
  }

  private Path nodesFile() {
    return root.resolve("nodes");
  }

  private Counts base(Path folder) throws IOException {
    Path file = folder.resolve("base");
    Counts base;
    try {
      base = Files.exists(file) ? Counts.of(read(file)) : Counts.NONE;
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is not what this driver wrote; restore or remove it", e);
    }
    generations.put(folder.getFileName().toString(), base.generation());
    return base;
  }

  private static Flags flags(Path folder) throws IOException {
    Path file = folder.resolve("flags");
    if (!Files.exists(file)) {
      return new Flags(false, false, 0);
    }
    try {
      Properties text = read(file);
      return new Flags(
          true,
          Boolean.parseBoolean(text.getProperty("paused")),
          Long.parseLong(text.getProperty("bound", "0")));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is not what this driver wrote; restore or remove it", e);
    }
  }

  private static Properties read(Path file) throws IOException {
    Properties text = new Properties();
    text.load(new StringReader(Files.readString(file)));
    return text;
  }

  private void write(Path file, Properties text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    text.store(bytes, null);
    write(file, bytes.toByteArray());
  }

  private void write(Path file, byte[] content) throws IOException {
    announceAll();
    replace(file, content);
  }

  private void replace(Path file, byte[] content) throws IOException {
    makeFolder(file.getParent());
    writes.write(temporary, content);
    writes.rename(temporary, file);
  }

  /** Made when first needed; that it is there needs no second look. */
  private void makeFolder(Path folder) throws IOException {
    if (known.add(folder)) {
      writes.makeFolder(folder);
    }
  }
}
