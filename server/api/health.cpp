// How the server is, for those who run it.

#include "api/desk.h"
#include "api/handlers.h"
#include "api/refusal.h"

namespace turnkeeper::api {
namespace {

void alive(Desk&, const Call&, const net::HttpReply& reply) {
  reply(json_answer(200, {{"status", "alive"}}));
}

// While the server goes down, it answers this itself. What was written last says little where
// nobody has written for long: it is tried.
void ready(Desk& desk, const Call&, const net::HttpReply& reply) {
  if (!desk.house.writer.healthy()) throw refused("storage_unavailable");
  desk.house.writer.probe([reply](store::AppendOutcome outcome) {
    if (outcome != store::AppendOutcome::committed) {
      return reply(refused("storage_unavailable").response());
    }
    reply(json_answer(200, {{"status", "ready"}}));
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
