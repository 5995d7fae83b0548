package dev.tandemq.engine.codec;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.tandemq.engine.settings.Defaults;
import dev.tandemq.job.JobType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How payloads are mapped to JSON: what is tolerated, what is refused, what the limits are; and per
 * class, once it has been found fit, its reader and writer. Safe for concurrent use. Costs tens of
 * milliseconds to make, which programs without typed jobs shall not pay.
 */
final class PayloadMapper {

  /** Objects and lists within one another, the envelope being the first. */
  static final int MAX_DEPTH = 100;

  /** Digits of a number. */
  static final int MAX_NUMBER_LENGTH = 1_000;

  /** Characters of a field's name. */
  static final int MAX_NAME_LENGTH = 10_000;

  /**
   * What is needed to write and read one class.
   *
   * @param writer to JSON
   * @param reader from JSON
   */
  record Form(ObjectWriter writer, ObjectReader reader) {}

  private final ObjectMapper json = make();
  private final Map<JavaType, Form> forms = new ConcurrentHashMap<>();

  private static ObjectMapper make() {
    return JsonMapper.builder(factory())
        .annotationIntrospector(new NamedSubtypes())
        // Asked only where names of classes choose, which the annotations cannot ask for any more.
        .polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder().build())
        .addModule(new NoClassesByName())
        .addModule(new Jdk8Module())
        .addModule(new JavaTimeModule())
        // Either side of a rolling upgrade may know a field that the other does not.
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        // Nothing is rounded, guessed or moved to another zone in silence.
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .withCoercionConfig(
            LogicalType.Textual,
            text ->
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        // Times as people read them.
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID)
        .build();
  }

  private static JsonFactory factory() {
    return new JsonFactoryBuilder()
        // Names come from data; interned ones would stay.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .errorReportConfiguration(
            ErrorReportConfiguration.builder()
                .maxErrorTokenLength(0)
                .maxRawContentLength(0)
                .build())
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxDocumentLength(Defaults.PAYLOAD_LIMIT_BYTES)
                .maxStringLength(Defaults.PAYLOAD_LIMIT_BYTES)
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .maxNameLength(MAX_NAME_LENGTH)
                .build())
        .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
        .build();
  }

  ObjectMapper json() {
    return json;
  }

  /**
   * Reader and writer of the type's class.
   *
   * @throws IllegalArgumentException when it cannot be a payload
   */
  Form form(JobType<?> type) {
    JavaType java =
        type.elementClass()
            .<JavaType>map(
                element -> json.getTypeFactory().constructCollectionType(List.class, element))
            .orElseGet(() -> json.constructType(type.payloadClass()));
    Form known = forms.get(java);
    if (known != null) {
      return known;
    }
    checkReadable(type, java);
    Form form = new Form(json.writerFor(java), json.readerFor(java));
    Form other = forms.putIfAbsent(java, form);
    return other == null ? form : other;
  }

  /** Looks at the class and all that its fields name, so that whoever pushes finds out, too. */
  private void checkReadable(JobType<?> type, JavaType java) {
    DefaultDeserializationContext context =
        ((DefaultDeserializationContext) json.getDeserializationContext())
            .createDummyInstance(json.getDeserializationConfig());
    try {
      Fields.check(context.findRootValueDeserializer(java));
    } catch (JsonMappingException | RuntimeException | LinkageError e) {
      throw new IllegalArgumentException(type + " cannot be read: " + JsonTrouble.reason(e), e);
    }
  }
}
