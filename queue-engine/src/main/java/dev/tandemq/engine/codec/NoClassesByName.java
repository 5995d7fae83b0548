package dev.tandemq.engine.codec;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.KeyDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what would be read by loading the class that a text names: values and keys of type {@code
 * Class}, and of the library's own description of types.
 */
final class NoClassesByName extends SimpleModule {

  private static final long serialVersionUID = 1L;

  NoClassesByName() {
    super("no classes by name");
  }

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    context.addDeserializers(new Values());
    context.addKeyDeserializers(new Keys());
  }

  private static void refuse(JavaType type) {
    if (type.hasRawClass(Class.class) || type.isTypeOrSubTypeOf(JavaType.class)) {
      throw new RefusedClassException(
          type.toCanonical() + " would be loaded by a name that stands in data; take a text");
    }
  }

  private static final class Values extends Deserializers.Base {

    @Override
    public @Nullable JsonDeserializer<?> findBeanDeserializer(
        JavaType type, DeserializationConfig config, BeanDescription description) {
      refuse(type);
      return null;
    }
  }

  private static final class Keys implements KeyDeserializers {

    @Override
    public @Nullable KeyDeserializer findKeyDeserializer(
        JavaType type, DeserializationConfig config, BeanDescription description) {
      refuse(type);
      return null;
    }
  }
}
