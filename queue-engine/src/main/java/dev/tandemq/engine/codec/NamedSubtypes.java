package dev.tandemq.engine.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import com.fasterxml.jackson.databind.annotation.JsonTypeResolver;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The usual annotations, but for those by which data would choose a class: of several classes one
 * is chosen by a name from a list that stands in the program, and never by the name of a class.
 * Whoever can write into the store could otherwise have any class of the program made.
 *
 * <p>The list is {@code @JsonSubTypes}, or what a sealed type permits.
 */
final class NamedSubtypes extends JacksonAnnotationIntrospector {

  private static final long serialVersionUID = 1L;

  private static final Set<JsonTypeInfo.Id> ALLOWED =
      EnumSet.of(
          JsonTypeInfo.Id.NONE,
          JsonTypeInfo.Id.NAME,
          JsonTypeInfo.Id.SIMPLE_NAME,
          JsonTypeInfo.Id.DEDUCTION);

  @Override
  protected @Nullable TypeResolverBuilder<?> _findTypeResolver(
      MapperConfig<?> config, Annotated annotated, JavaType baseType) {
    JsonTypeInfo info = _findAnnotation(annotated, JsonTypeInfo.class);
    if (info != null && !ALLOWED.contains(info.use())) {
      throw refused(annotated, "@JsonTypeInfo(use = " + info.use() + ")");
    }
    // What these two name may do with the data whatever it likes.
    if (_hasAnnotation(annotated, JsonTypeIdResolver.class)) {
      throw refused(annotated, "@JsonTypeIdResolver");
    }
    if (_hasAnnotation(annotated, JsonTypeResolver.class)) {
      throw refused(annotated, "@JsonTypeResolver");
    }
    return super._findTypeResolver(config, annotated, baseType);
  }

  private static RefusedClassException refused(Annotated annotated, String annotation) {
    return new RefusedClassException(
        annotation
            + " on "
            + annotated.getAnnotated()
            + " lets data choose a class; take use = NAME and list the subtypes");
  }

  @Override
  public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
    List<NamedType> listed = super.findSubtypes(annotated);
    if (listed != null || !(annotated instanceof AnnotatedClass)) {
      return listed;
    }
    Class<?> type = annotated.getRawType();
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).map(NamedType::new).toList()
        : null;
  }
}
