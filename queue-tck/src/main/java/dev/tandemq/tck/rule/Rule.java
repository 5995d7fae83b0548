package dev.tandemq.tck.rule;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The rule of {@code docs/contract.md} that a test holds a store or a cluster to. A failing test
 * means that the rule is broken; a program reads it from the method, a person from the test's name.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Rule {

  /** Letter and number of the rule, as {@code S2}; more than one only where they cannot part. */
  String[] value();
}
