package dev.tandemq.tck.cluster;

import dev.tandemq.tck.time.ManualContext;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The contract on a cluster with a fault, which a configuration parameter names. {@link
 * BrokenClustersTest} runs it and expects it to fail; without the parameter it is skipped.
 */
@ExtendWith(BrokenClusterContract.FaultByName.class)
class BrokenClusterContract extends ClusterContract {

  /** Name of the parameter that holds {@link BrokenCluster#fault}. */
  static final String FAULT = "dev.tandemq.tck.cluster.fault";

  private final BrokenCluster broken;

  BrokenClusterContract(BrokenCluster broken) {
    this.broken = broken;
  }

  @Override
  protected ClusterFixture fixture() {
    ManualContext context = new ManualContext(1);
    return new ManualClusterFixture(context, broken.opener().apply(context));
  }

  static final class FaultByName implements ParameterResolver, ExecutionCondition {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == BrokenCluster.class;
    }

    @Override
    public BrokenCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return BrokenClusters.byFault(context.getConfigurationParameter(FAULT).orElseThrow());
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return context.getConfigurationParameter(FAULT).isPresent()
          ? ConditionEvaluationResult.enabled("a fault is named")
          : ConditionEvaluationResult.disabled("no fault is named; BrokenClustersTest names them");
    }
  }
}
