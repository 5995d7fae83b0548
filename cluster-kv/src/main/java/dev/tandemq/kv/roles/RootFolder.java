package dev.tandemq.kv.roles;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where a key stands that is never deleted: it needs its folder and nothing else. */
final class RootFolder implements Ground {

  private static final Known NOTHING = new Known(List.of(), 0);

  private final RoleSetup setup;
  private volatile boolean isMade;

  RootFolder(RoleSetup setup) {
    this.setup = setup;
  }

  @Override
  public CompletionStage<Known> known() {
    if (isMade) {
      return CompletableFuture.completedFuture(NOTHING);
    }
    return setup
        .kv()
        .makeFolder(setup.root())
        .thenApply(
            made -> {
              isMade = true;
              return NOTHING;
            });
  }

  @Override
  public void forget() {}
}
