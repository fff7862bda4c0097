#include "api/answering.h"

#include <catch2/catch.hpp>
#include <stdexcept>
#include <vector>

#include "api/refusal.h"
#include "rooms/registry.h"
#include "store/store_error.h"

using namespace turnkeeper;
using namespace turnkeeper::api;

namespace {

struct Outcome {
  std::vector<net::HttpResponse> answers;
  std::vector<std::string> logged;
};

Outcome outcome_of(const std::function<void()>& work) {
  Outcome outcome;
  answering([&](net::LogLevel, std::string_view line) { outcome.logged.emplace_back(line); },
            [&](net::HttpResponse answer) { outcome.answers.push_back(std::move(answer)); }, work);
  return outcome;
}

}  // namespace

TEST_CASE("whatever a request's work throws becomes its one answer", "[api]") {
  const Outcome nothing = outcome_of([] {});
  CHECK(nothing.answers.empty());
  CHECK(nothing.logged.empty());

  const Outcome refusal = outcome_of([] { throw refused("not_found"); });
  REQUIRE(refusal.answers.size() == 1);
  CHECK(refusal.answers[0].status == 404);
  CHECK(refusal.logged.empty());

  const Outcome damage = outcome_of([] { throw rooms::DamagedJournal("Event 2 is missing."); });
  REQUIRE(damage.answers.size() == 1);
  CHECK(damage.answers[0].status == 500);
  CHECK(damage.answers[0].reason == "data_damaged");
  CHECK(damage.logged == std::vector<std::string>{"Event 2 is missing."});

  const Outcome disk = outcome_of([] { throw store::StoreError("The database refuses."); });
  REQUIRE(disk.answers.size() == 1);
  CHECK(disk.answers[0].status == 503);
  CHECK(disk.answers[0].reason == "storage_unavailable");
  CHECK(disk.logged == std::vector<std::string>{"The database refuses."});

  struct Spoilt : store::StoreError {
    using store::StoreError::StoreError;
    bool is_damage() const override { return true; }
  };
  const Outcome page = outcome_of([] { throw Spoilt("The database is malformed."); });
  REQUIRE(page.answers.size() == 1);
  CHECK(page.answers[0].status == 500);
  CHECK(page.answers[0].reason == "data_damaged");

  const Outcome fault = outcome_of([] { throw std::logic_error("That cannot be."); });
  REQUIRE(fault.answers.size() == 1);
  CHECK(fault.answers[0].status == 500);
  CHECK(fault.answers[0].reason == "internal_error");
  CHECK(fault.logged == std::vector<std::string>{"A request failed: That cannot be."});
}
