package dev.tandemq.memory;

import dev.tandemq.tck.JobStoreContract;
import dev.tandemq.tck.store.StoreFixture;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The contract on a store with a fault, which a configuration parameter names. {@link
 * BrokenStoresTest} runs it and expects it to fail; without the parameter it is skipped.
 */
@ExtendWith(BrokenStoreContract.FaultByName.class)
class BrokenStoreContract extends JobStoreContract {

  /** Name of the parameter that holds {@link BrokenStore#fault}. */
  static final String FAULT = "dev.tandemq.memory.fault";

  private final BrokenStore broken;

  BrokenStoreContract(BrokenStore broken) {
    this.broken = broken;
  }

  @Override
  protected StoreFixture fixture() {
    return MemoryFixtures.onManualTime(broken);
  }

  static final class FaultByName implements ParameterResolver, ExecutionCondition {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == BrokenStore.class;
    }

    @Override
    public BrokenStore resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return BrokenStores.byFault(context.getConfigurationParameter(FAULT).orElseThrow());
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return context.getConfigurationParameter(FAULT).isPresent()
          ? ConditionEvaluationResult.enabled("a fault is named")
          : ConditionEvaluationResult.disabled("no fault is named; BrokenStoresTest names them");
    }
  }
}
