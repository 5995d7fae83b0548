package dev.tandemq.cli.demo;

import dev.tandemq.job.JobType;

/** The kinds of jobs in the tour. */
final class Kinds {

  record Mail(String to) {}

  record Thumbnail(String picture) {}

  record Order(int number) {}

  record Invoice(int number) {}

  record Webhook(String host) {}

  record Report(String month) {}

  record Unsubscribe(String address, String newsletter) {}

  static final JobType<Mail> MAIL = JobType.of("mail", Mail.class);
  static final JobType<Thumbnail> THUMBNAIL = JobType.of("thumbnail", Thumbnail.class);
  static final JobType<Order> ORDER = JobType.of("order", Order.class);
  static final JobType<Invoice> INVOICE = JobType.of("invoice", Invoice.class);
  static final JobType<Webhook> WEBHOOK = JobType.of("webhook", Webhook.class);
  static final JobType<Report> REPORT = JobType.of("report", Report.class);
  static final JobType<Unsubscribe> UNSUBSCRIBE = JobType.of("unsubscribe", Unsubscribe.class);

  private Kinds() {}
}
