package dev.tandemq.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * A tiny correct store in one thread, and some workers that use it over calls that take time, get
 * lost before or after they were applied, and die: writes a correct history, as points of the store
 * or as intervals of the workers.
 */
final class Model {

  private static final long MILLI = 1_000_000;
  private static final long LEASE = 1_500 * MILLI;
  private static final int MAX_ATTEMPTS = 4;
  private static final ModelJob NOTHING = new ModelJob();

  private final Random random;
  private final boolean points;
  private final List<HistoryEvent> events = new ArrayList<>();
  private final Deque<ModelJob> ready = new ArrayDeque<>();
  private final List<ModelJob> jobs = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private long now;
  private long completed;
  private long calls;
  private int started;

  Model(long seed, boolean points) {
    this.random = new Random(seed);
    this.points = points;
    for (int i = 0; i < 4; i++) {
      workers.add(new Worker("w" + i));
    }
  }

  private static final class ModelJob {
    String id = "";
    String state = "READY";
    long token;
    int attempts;
    long leaseEnd;
    long due;
    String remembered = "";
  }

  /** What a worker has sent: applied somewhere between its beginning and its end. */
  private static final class Worker {
    String incarnation;
    ModelJob held = NOTHING;
    long token;
    Runnable apply = () -> {};
    boolean applied;
    Runnable end = () -> {};
    long applyAt;
    long endAt;
    boolean busy;
    String owedArrow = "";
    long owedDelay;

    Worker(String incarnation) {
      this.incarnation = incarnation;
    }
  }

  List<HistoryEvent> run(int count) {
    int pushed = 0;
    long deadline = 0;
    while (pushed < count || (now < deadline && !isDone())) {
      now += 1 + random.nextInt(40) * MILLI;
      if (pushed < count && random.nextInt(3) == 0) {
        push("j" + pushed++);
        deadline = now + 600_000 * MILLI;
      }
      rescue();
      workers.forEach(this::step);
    }
    now += 1;
    for (ModelJob job : jobs) {
      if (!job.state.equals("GONE")) {
        add(Op.DUMP, "store", 0, Phase.OK, job, "").result(job.state).token(job.token);
        flush();
      }
    }
    stats("pushed", jobs.size());
    stats("completed", completed);
    for (String state : List.of("READY", "DELAYED", "RESERVED", "FAILED")) {
      stats(
          state.toLowerCase(java.util.Locale.ROOT),
          jobs.stream().filter(job -> job.state.equals(state)).count());
    }
    return events;
  }

  private HistoryEvent.Builder pending = HistoryEvent.at(0, "", "", Op.HEAL, Phase.OK);

  private HistoryEvent.Builder add(
      Op op, String node, long call, Phase phase, ModelJob job, String arrow) {
    pending = HistoryEvent.at(now, node, node, op, phase).call(call).queue("q").arrow(arrow);
    pending.job(job.id);
    return pending;
  }

  private void flush() {
    events.add(pending.build());
  }

  private void stats(String name, long count) {
    add(Op.STATS, "store", 0, Phase.OK, NOTHING, "").name(name).count(count);
    flush();
  }

  private boolean isDone() {
    return jobs.stream().allMatch(job -> job.state.equals("GONE") || job.state.equals("FAILED"));
  }

  private void push(String id) {
    ModelJob job = new ModelJob();
    job.id = id;
    long delay = random.nextInt(4) == 0 ? random.nextInt(3000) * MILLI : 0;
    jobs.add(job);
    long call = points ? 0 : ++calls;
    if (!points) {
      add(Op.PUSH, "p", call, Phase.INVOKE, job, "").delayNanos(delay).maxAttempts(MAX_ATTEMPTS);
      pending.hash(id.hashCode());
      flush();
    }
    back(job, delay);
    now += 1;
    if (!points && random.nextInt(10) == 0) {
      add(Op.PUSH, "p", call, Phase.UNKNOWN, job, "");
    } else {
      add(Op.PUSH, "p", call, Phase.OK, job, "").result("ADDED");
    }
    pending.delayNanos(delay).maxAttempts(MAX_ATTEMPTS).hash(id.hashCode());
    flush();
  }

  private void back(ModelJob job, long delay) {
    job.due = now + delay;
    job.state = delay > 0 ? "DELAYED" : "READY";
    if (delay == 0) {
      ready.add(job);
    }
  }

  private void rescue() {
    for (ModelJob job : jobs) {
      if (job.state.equals("DELAYED") && job.due <= now) {
        job.state = "READY";
        ready.add(job);
      } else if (job.state.equals("RESERVED") && job.leaseEnd <= now) {
        job.attempts++;
        if (job.attempts >= MAX_ATTEMPTS) {
          job.state = "FAILED";
        } else {
          job.state = "READY";
          ready.add(job);
        }
      }
    }
  }

  private void step(Worker worker) {
    if (random.nextInt(150) == 0) {
      add(Op.CRASH, worker.incarnation, 0, Phase.OK, NOTHING, "");
      flush();
      if (worker.busy && !worker.applied && random.nextBoolean()) {
        worker.apply.run();
      }
      worker.busy = false;
      worker.held = NOTHING;
      worker.owedArrow = "";
      worker.incarnation = "x" + started++;
      return;
    }
    if (worker.busy) {
      if (!worker.applied && worker.applyAt <= now) {
        worker.applied = true;
        worker.apply.run();
      }
      if (worker.applied && worker.endAt <= now) {
        worker.busy = false;
        worker.end.run();
      }
      return;
    }
    if (worker.held == NOTHING) {
      claim(worker);
    } else if (random.nextInt(6) == 0) {
      String[] arrows = {"COMPLETE", "COMPLETE", "RETRY", "SNOOZE", "HAND_BACK", "BURY"};
      if (worker.owedArrow.isEmpty()) {
        worker.owedArrow = arrows[random.nextInt(arrows.length)];
        boolean waits = worker.owedArrow.equals("RETRY") || worker.owedArrow.equals("SNOOZE");
        worker.owedDelay = waits ? random.nextInt(500) * MILLI : 0;
      }
      settle(worker, worker.held, worker.token, worker.owedArrow, worker.owedDelay);
    } else if (worker.owedArrow.isEmpty() && random.nextInt(8) == 0) {
      extend(worker, worker.held, worker.token);
    }
  }

  private void send(Worker worker, Runnable apply, Runnable end) {
    worker.busy = true;
    worker.applied = false;
    worker.apply = apply;
    worker.end = end;
    worker.applyAt = now + random.nextInt(100) * MILLI;
    worker.endAt = worker.applyAt + random.nextInt(random.nextInt(8) == 0 ? 4000 : 100) * MILLI;
  }

  private void claim(Worker worker) {
    String node = worker.incarnation;
    long call = points ? 0 : ++calls;
    if (!points) {
      add(Op.CLAIM, node, call, Phase.INVOKE, NOTHING, "");
      flush();
    }
    ModelJob[] got = {NOTHING};
    long[] token = new long[1];
    int[] attempt = new int[1];
    send(
        worker,
        () -> {
          ModelJob job = ready.poll();
          if (job == null) {
            return;
          }
          job.state = "RESERVED";
          job.leaseEnd = now + LEASE;
          token[0] = ++job.token;
          attempt[0] = job.attempts + 1;
          job.remembered = "";
          got[0] = job;
          if (points) {
            claimed(node, 0, job, token[0], attempt[0]);
          }
        },
        () -> {
          boolean lost = random.nextInt(12) == 0;
          if (!points) {
            if (lost || got[0] == NOTHING) {
              add(Op.CLAIM, node, call, lost ? Phase.UNKNOWN : Phase.OK, NOTHING, "");
              flush();
            } else {
              claimed(node, call, got[0], token[0], attempt[0]);
            }
          }
          if (!lost) {
            worker.held = got[0];
            worker.token = token[0];
          }
        });
  }

  private void claimed(String node, long call, ModelJob job, long token, int attempt) {
    add(Op.CLAIM, node, call, Phase.OK, job, "").token(token).attempt(attempt).leaseNanos(LEASE);
    pending.hash(job.id.hashCode());
    flush();
  }

  private void settle(Worker worker, ModelJob job, long token, String arrow, long delay) {
    String node = worker.incarnation;
    long call = points ? 0 : ++calls;
    if (!points) {
      add(Op.SETTLE, node, call, Phase.INVOKE, job, arrow).token(token).delayNanos(delay);
      flush();
    }
    boolean refused = random.nextInt(12) == 0;
    String[] answer = new String[1];
    send(
        worker,
        () -> {
          if (refused) {
            return;
          }
          answer[0] = settled(job, token, arrow, delay);
          if (points) {
            add(Op.SETTLE, node, 0, Phase.OK, job, arrow).token(token).delayNanos(delay);
            pending.result(answer[0]);
            flush();
          }
        },
        () -> {
          boolean lost = random.nextInt(8) == 0;
          if (!points) {
            Phase phase = lost ? Phase.UNKNOWN : refused ? Phase.FAIL : Phase.OK;
            add(Op.SETTLE, node, call, phase, job, arrow).token(token).delayNanos(delay);
            pending.result(phase == Phase.OK ? answer[0] : "");
            flush();
          }
          if (!lost && !refused) {
            worker.held = NOTHING;
            worker.owedArrow = "";
          }
        });
  }

  private String settled(ModelJob job, long token, String arrow, long delay) {
    if (job.remembered.equals(token + arrow)) {
      return "APPLIED";
    }
    if (job.token != token || !job.state.equals("RESERVED")) {
      return "LOST";
    }
    job.remembered = token + arrow;
    switch (arrow) {
      case "COMPLETE" -> {
        job.state = "GONE";
        completed++;
      }
      case "BURY" -> job.state = "FAILED";
      case "RETRY" -> {
        job.attempts++;
        if (job.attempts >= MAX_ATTEMPTS) {
          job.state = "FAILED";
        } else {
          back(job, delay);
        }
      }
      default -> back(job, delay);
    }
    return "APPLIED";
  }

  private void extend(Worker worker, ModelJob job, long token) {
    String node = worker.incarnation;
    long call = points ? 0 : ++calls;
    if (!points) {
      add(Op.EXTEND, node, call, Phase.INVOKE, job, "").token(token).leaseNanos(LEASE);
      flush();
    }
    String[] answer = new String[1];
    send(
        worker,
        () -> {
          boolean holds = job.token == token && job.state.equals("RESERVED");
          answer[0] = holds ? "EXTENDED" : "LOST";
          if (holds) {
            job.leaseEnd = now + LEASE;
          }
          if (points) {
            add(Op.EXTEND, node, 0, Phase.OK, job, "").token(token).leaseNanos(LEASE);
            pending.result(answer[0]);
            flush();
          }
        },
        () -> {
          if (!points) {
            boolean lost = random.nextInt(8) == 0;
            add(Op.EXTEND, node, call, lost ? Phase.UNKNOWN : Phase.OK, job, "").token(token);
            pending.leaseNanos(LEASE).result(lost ? "" : answer[0]);
            flush();
          }
        });
  }
}
