package dev.tandemq.docs;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** The modules of the build, as their poms tell. */
final class Reactor {

  private Reactor() {}

  /** A dependency as a pom names it; an empty text is what the pom leaves out. */
  record Dependency(String group, String artifact, String version, String scope) {}

  /** The modules by folder, in the order of the root's pom. */
  static Map<String, Element> modules() {
    Map<String, Element> modules = new LinkedHashMap<>();
    for (Element module : children(child(root(), "modules"), "module")) {
      String folder = module.getTextContent().strip();
      modules.put(folder, xml(Checkout.read(folder + "/pom.xml")));
    }
    return modules;
  }

  /** The version of all modules. */
  static String version() {
    return text(root(), "version");
  }

  static String artifact(Element pom) {
    return text(pom, "artifactId");
  }

  static List<Dependency> dependencies(Element pom) {
    return children(child(pom, "dependencies"), "dependency").stream()
        .map(Reactor::dependency)
        .toList();
  }

  static Dependency dependency(Element element) {
    return new Dependency(
        text(element, "groupId"),
        text(element, "artifactId"),
        text(element, "version"),
        text(element, "scope"));
  }

  /** The root of a piece of XML; nothing outside of it is fetched. */
  static Element xml(String text) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(text)))
          .getDocumentElement();
    } catch (Exception e) {
      throw new AssertionError("no well-formed XML: " + e.getMessage() + "\n" + text, e);
    }
  }

  /** All elements of that name in it, itself too. */
  static List<Element> all(Element element, String name) {
    List<Element> found = new ArrayList<>();
    if (element.getTagName().equals(name)) {
      found.add(element);
    }
    var within = element.getElementsByTagName(name);
    for (int i = 0; i < within.getLength(); i++) {
      found.add((Element) within.item(i));
    }
    return found;
  }

  private static Element root() {
    return xml(Checkout.read("pom.xml"));
  }

  private static Element child(Element parent, String name) {
    List<Element> found = children(parent, name);
    if (found.size() != 1) {
      throw new AssertionError(parent.getTagName() + " has " + found.size() + " " + name);
    }
    return found.get(0);
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }

  private static String text(Element parent, String name) {
    List<Element> found = children(parent, name);
    return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
  }
}
