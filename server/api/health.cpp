// How the server is, for those who run it.

#include "api/desk.h"
#include "api/handlers.h"
#include "api/refusal.h"

namespace turnkeeper::api {
namespace {

void alive(Desk&, const Call&, const net::HttpReply& reply) {
  reply(json_answer(200, {{"status", "alive"}}));
}

/// Who asks does not wait for ever either.
constexpr core::Millis kPatience{2'000};

// While the server goes down, it answers this itself. What was written last says little where
// nobody has written for long: it is tried.
void ready(Desk& desk, const Call&, const net::HttpReply& reply) {
  if (!desk.house.writer.healthy() || desk.house.reader.stuck())
    throw refused("storage_unavailable");
  rooms::Alarm& alarm = desk.house.alarm;
  const auto late = alarm.set(desk.house.clock.now() + kPatience,
                              [reply] { reply(refused("storage_unavailable").response()); });
  desk.house.writer.probe([&alarm, late, reply](store::AppendOutcome outcome) {
    alarm.cancel(late);
    const bool well = outcome == store::AppendOutcome::committed;
    reply(well ? json_answer(200, {{"status", "ready"}})
               : refused("storage_unavailable").response());
  });
}

void metrics(Desk& desk, const Call&, const net::HttpReply& reply) {
  const store::WriterCounts counts = desk.house.writer.counts();
  net::Metrics& all = desk.house.metrics;
  const auto count = [&](std::string_view name, std::string_view help, std::uint64_t value) {
    all.counter(name, help).set(static_cast<std::int64_t>(value));
  };
  count("turnkeeper_journal_appends_total", "Batches of events that are on disk.", counts.appends);
  count("turnkeeper_journal_transactions_total", "Transactions that put them there.",
        counts.transactions);
  count("turnkeeper_journal_failures_total", "Batches that the disk refused.", counts.failures);

  net::HttpResponse response;
  response.content_type = net::Metrics::kContentType;
  response.body = all.render();
  reply(std::move(response));
}

}  // namespace

void add_health_calls(Router& router, Desk& desk) {
  add_call(router, desk, "GET", "/healthz", alive);
  add_call(router, desk, "GET", "/readyz", ready);
  add_call(router, desk, "GET", "/metrics", metrics);
}

}  // namespace turnkeeper::api
