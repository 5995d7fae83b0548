package dev.tandemq.engine.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamWriteException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Map;

/**
 * Why JSON could not be read or written, in words that hold nothing of it: they go into histories
 * and logs, where a payload must not. The library's own messages quote what they stumble over.
 */
final class JsonTrouble {

  private static final String TOO_DEEP =
      "is nested deeper than " + PayloadMapper.MAX_DEPTH + " levels, or holds itself";

  private JsonTrouble() {}

  /** What to say of it: a clause without its end. */
  static String reason(Throwable thrown) {
    if (thrown instanceof JsonMappingException mapping) {
      return ofMapping(mapping);
    }
    if (thrown instanceof JsonProcessingException json) {
      return ofText(json);
    }
    if (thrown instanceof RefusedClassException) {
      return String.valueOf(thrown.getMessage());
    }
    if (thrown instanceof StackOverflowError) {
      return "payload " + TOO_DEEP;
    }
    if (thrown instanceof Envelope.NullDataException) {
      return "payload would be null";
    }
    return "payload failed with " + place(thrown);
  }

  private static String ofText(JsonProcessingException thrown) {
    if (thrown instanceof StreamConstraintsException) {
      return "payload " + ofLimit(thrown.getOriginalMessage());
    }
    if (thrown instanceof InputCoercionException misfit) {
      return "data" + ofMisfit(misfit);
    }
    if (thrown instanceof JsonEOFException) {
      return "payload ends before its end";
    }
    if (thrown instanceof StreamWriteException) {
      return "payload is written by its class as no JSON: fields or values out of order";
    }
    String what =
        thrown.getOriginalMessage().startsWith("Duplicate field")
            ? "payload has a field twice"
            : "payload is not JSON";
    return thrown.getLocation() == null
        ? what
        : what + ", at character " + thrown.getLocation().getCharOffset();
  }

  private static String ofMisfit(InputCoercionException thrown) {
    return " does not fit " + thrown.getTargetType().getTypeName();
  }

  /** These messages are made of numbers and names of settings. */
  private static String ofLimit(String message) {
    if (message.startsWith("has ")) {
      return message;
    }
    return message.contains("nesting depth")
        ? TOO_DEEP
        : "is beyond a limit: " + message.replaceAll(", from `[^`]*`", "");
  }

  private static String ofMapping(JsonMappingException thrown) {
    Throwable cause = thrown.getCause();
    String message = String.valueOf(thrown.getOriginalMessage());
    String at = path(thrown);
    if (cause instanceof InputCoercionException misfit) {
      return at + ofMisfit(misfit);
    }
    if (cause instanceof JsonProcessingException
        || cause instanceof RefusedClassException
        || cause instanceof StackOverflowError) {
      return reason(cause);
    }
    if (message.startsWith("Infinite recursion")) {
      return "payload " + TOO_DEEP;
    }
    if (message.startsWith("Null key")) {
      return at + " is null, which no key of a map can be";
    }
    if (thrown instanceof ValueInstantiationException made) {
      String by = cause == null ? "its class" : place(cause);
      return at + " is refused by " + made.getType().toCanonical() + ": " + by;
    }
    if (thrown instanceof InvalidTypeIdException unknown) {
      return at + " has no kind that " + unknown.getBaseType().toCanonical() + " knows";
    }
    if (thrown instanceof MismatchedInputException misfit && misfit.getTargetType() != null) {
      return at + " does not fit " + misfit.getTargetType().getTypeName();
    }
    if (thrown instanceof InvalidDefinitionException definition) {
      return at + " is of a class that does not allow it: " + definition(definition);
    }
    return cause == null ? at + " does not fit" : at + " failed with " + place(cause);
  }

  /** Without data at hand it speaks of classes alone; else it may quote what did not fit them. */
  private static String definition(InvalidDefinitionException thrown) {
    if (thrown.getProcessor() instanceof JsonParser) {
      return String.valueOf(thrown.getType());
    }
    return thrown.getOriginalMessage().replaceAll(" \\(to avoid exception, [^)]*\\)", "");
  }

  /** Where in the payload, by the names that classes give; keys of maps are content. */
  private static String path(JsonMappingException thrown) {
    StringBuilder path = new StringBuilder("data");
    for (JsonMappingException.Reference step : thrown.getPath()) {
      Object from = step.getFrom();
      Class<?> type =
          from instanceof Class<?> named ? named : from == null ? null : from.getClass();
      if (step.getIndex() >= 0) {
        path.append('[').append(step.getIndex()).append(']');
      } else if (type == null || Map.class.isAssignableFrom(type)) {
        path.append(".*");
      } else {
        path.append('.').append(step.getFieldName());
      }
    }
    return path.toString();
  }

  /**
   * Class of an exception and the place in the user's code that threw it, without its message, as
   * that may quote the payload.
   */
  static String place(Throwable thrown) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if (!frame.getClassName().startsWith("java.") && !frame.getClassName().startsWith("jdk.")) {
        return thrown.getClass().getName() + " at " + frame;
      }
    }
    return thrown.getClass().getName();
  }
}
