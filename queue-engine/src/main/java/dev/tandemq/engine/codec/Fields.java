package dev.tandemq.engine.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.std.ContainerDeserializerBase;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks through what a class is read with, field by field, for a class that nothing could be made
 * of: found out when the type is named, and not by every job of that type being set aside.
 */
final class Fields {

  private final Set<JsonDeserializer<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Looks through a class and all that its fields name.
   *
   * @throws RefusedClassException with the place of the field
   */
  static void check(JsonDeserializer<?> root) {
    new Fields().look(root, "");
  }

  private void look(@Nullable JsonDeserializer<?> by, String place) {
    if (by == null || !seen.add(by)) {
      return;
    }
    if (by instanceof AbstractDeserializer) {
      if (isToldApartByName(by.handledType())) {
        return;
      }
      throw new RefusedClassException(
          named(place, by)
              + " is abstract; seal it and add @JsonTypeInfo(use = NAME), or take a record");
    }
    if (by instanceof BeanDeserializerBase bean) {
      if (!bean.getValueInstantiator().canInstantiate()) {
        throw new RefusedClassException(
            named(place, by)
                + " has no constructor that it could be made by; take a record, or add one"
                + " without arguments");
      }
      lookAtAll(bean.creatorProperties(), place);
      lookAtAll(bean.properties(), place);
    } else if (by instanceof ContainerDeserializerBase<?> container) {
      look(container.getContentDeserializer(), place + "[]");
    }
  }

  private void lookAtAll(Iterator<SettableBeanProperty> fields, String place) {
    while (fields.hasNext()) {
      SettableBeanProperty field = fields.next();
      // Where a name in the data chooses among known classes the declared one may be abstract.
      if (!field.hasValueTypeDeserializer()) {
        look(
            field.getValueDeserializer(),
            place.isEmpty() ? field.getName() : place + "." + field.getName());
      }
    }
  }

  /** Elements of lists do not show that a name in the data chooses among them. */
  private static boolean isToldApartByName(@Nullable Class<?> type) {
    return type != null
        && (type.isAnnotationPresent(JsonTypeInfo.class)
            || isToldApartByName(type.getSuperclass())
            || Stream.of(type.getInterfaces()).anyMatch(Fields::isToldApartByName));
  }

  private static String named(String place, JsonDeserializer<?> by) {
    return place.isEmpty()
        ? "its class"
        : "class " + by.handledType().getName() + " of field " + place;
  }
}
