// The C++ side of the golden samples: what the schemas accept and refuse, the decoders accept and
// refuse.

#include "protocol/golden.h"

#include <catch2/catch.hpp>

#include "protocol/agenda_codec.h"
#include "protocol/calls.h"
#include "protocol/event_codec.h"
#include "protocol/state_codec.h"

using namespace turnkeeper;
using namespace turnkeeper::protocol;
using tests::golden;

namespace {

void require_error(const Error& error, const Json& expected) {
  CHECK(error.code == expected["code"]);
  CHECK(error.reason == expected["reason"]);
  if (expected.contains("field")) CHECK(error.data.value("field", "") == expected["field"]);
}

}  // namespace

TEST_CASE("every golden call is decoded, or refused with the error it names", "[protocol]") {
  int seen = 0;
  for (const auto& [method, samples] : golden("calls")) {
    for (const auto& sample : samples) {
      INFO(method << ": " << sample["name"]);
      auto request = read_request(sample["message"].dump());
      if (const auto* bad = std::get_if<BadRequest>(&request)) {
        REQUIRE_FALSE(sample["valid"].get<bool>());
        require_error(bad->error, sample["error"]);
        continue;
      }
      const auto& good = std::get<Request>(request);
      CHECK(good.method->name == method);
      CHECK(good.id == sample["message"]["id"]);
      auto decoded = good.method->decode(good.params);
      const auto* error = std::get_if<Error>(&decoded);
      INFO((error != nullptr ? error->message : std::string("decoded")));
      REQUIRE((error == nullptr) == sample["valid"].get<bool>());
      if (error != nullptr) require_error(*error, sample["error"]);
      ++seen;
    }
  }
  CHECK(seen > 200);
}

TEST_CASE("every bad request gets its documented error, and its id where one could be read",
          "[protocol]") {
  for (const auto& sample : tests::read_json("protocol/golden/bad_requests.json")) {
    INFO(sample["name"]);
    auto request = read_request(sample["text"].get_ref<const std::string&>());
    if (auto* good = std::get_if<Request>(&request)) {
      auto decoded = good->method->decode(good->params);
      REQUIRE(std::holds_alternative<Error>(decoded));
      require_error(std::get<Error>(decoded), sample["error"]);
      CHECK(good->id == sample["id"]);
    } else {
      const auto& bad = std::get<BadRequest>(request);
      require_error(bad.error, sample["error"]);
      CHECK(bad.id == sample["id"]);
    }
  }
}

TEST_CASE("every bad agenda is refused with the path of its field", "[protocol]") {
  for (const auto& [name, sample] : golden("agendas/invalid")) {
    INFO(name);
    auto decoded = decode_agenda(sample["agenda"]);
    REQUIRE(std::holds_alternative<timekeeper::FieldFault>(decoded));
    const auto& fault = std::get<timekeeper::FieldFault>(decoded);
    CHECK(fault.field == sample["error"]["field"]);
    CHECK_FALSE(fault.why.empty());
  }
}

TEST_CASE("the agendas that ship survive decoding and encoding", "[protocol]") {
  REQUIRE(shipped_agenda("group-75") != nullptr);
  REQUIRE(shipped_agenda("quick-15") != nullptr);
  for (const auto& agenda : shipped_agendas()) {
    const auto json = encode_agenda(agenda);
    CHECK(json == tests::read_json("protocol/agendas/" + agenda.name + ".json"));
    CHECK(std::get<timekeeper::Agenda>(decode_agenda(json)) == agenda);
  }
}

TEST_CASE("an agenda's file that cannot be used is named, with its field and the reason",
          "[protocol]") {
  const auto text = encode_agenda(*shipped_agenda("pair-45")).dump();
  CHECK(read_shipped_agenda("pair-45", text).name == "pair-45");
  CHECK_THROWS_WITH(read_shipped_agenda("walk-30", text),
                    "protocol/agendas/walk-30.json: name has to be that of the file, and is "
                    "pair-45.");
  auto empty = Json::parse(text);
  empty["total_s"] = 0;
  CHECK_THROWS_WITH(read_shipped_agenda("pair-45", empty.dump()),
                    Catch::StartsWith("protocol/agendas/pair-45.json: total_s "));
  CHECK_THROWS_WITH(read_shipped_agenda("pair-45", "{"),
                    Catch::StartsWith("protocol/agendas/pair-45.json: "));
}

TEST_CASE("group-75 deals out the documented minutes to six", "[protocol]") {
  const auto& agenda = *shipped_agenda("group-75");
  const auto dealt = timekeeper::deal(agenda, 6);
  using namespace std::chrono_literals;
  CHECK(dealt.check_in == 90s);
  CHECK(dealt.handover == 5s);
  CHECK(dealt.closing == 6min);
  CHECK(dealt.reserve == 330s);
  CHECK(dealt.turns == std::vector<timekeeper::Millis>(6, 9min));
}

TEST_CASE("every golden deal is what an agenda gives so many people", "[protocol]") {
  for (const auto& [file, samples] : golden("deals")) {
    for (const auto& sample : samples) {
      INFO(sample["name"]);
      auto json =
          tests::read_json("protocol/agendas/" + sample["agenda"].get<std::string>() + ".json");
      json.update(sample["with"]);
      const auto agenda = std::get<timekeeper::Agenda>(decode_agenda(json));
      const auto dealt = timekeeper::deal(agenda, sample["people"].get<std::size_t>());
      Json turns = Json::array();
      Json guaranteed = Json::array();
      for (const auto turn : dealt.turns) {
        turns.push_back(turn.count());
        guaranteed.push_back(timekeeper::guarantee_of(agenda, turn).count());
      }
      Json stages = Json::array();
      auto left = dealt.turns.front();
      for (std::size_t i = 0; i < agenda.stages.size(); ++i) {
        const auto length = timekeeper::length_of_stage(agenda, i, left);
        stages.push_back(length.count());
        left -= length;
      }
      CHECK(sample["deal"] == Json{{"check_in_ms", dealt.check_in.count()},
                                   {"handover_ms", dealt.handover.count()},
                                   {"turns_ms", turns},
                                   {"guaranteed_ms", guaranteed},
                                   {"stages_ms", stages},
                                   {"closing_ms", dealt.closing.count()},
                                   {"reserve_ms", dealt.reserve.count()}});
    }
  }
}

TEST_CASE("the difference between two states is the golden patch", "[protocol]") {
  int made_by_us = 0;
  for (const auto& [name, sample] : golden("patches")) {
    INFO(name);
    auto merged = sample["old"];
    merged.merge_patch(sample["patch"]);
    CHECK(merged == sample["new"]);
    if (name.starts_with("rfc7396")) continue;  // those hold nulls, which a state never does
    CHECK(diff(sample["old"], sample["new"]) == sample["patch"]);
    ++made_by_us;
  }
  CHECK(made_by_us > 3);
}

TEST_CASE("every golden event has a name that the codec knows, and the other way round",
          "[protocol]") {
  std::vector<std::string> documented;
  for (const auto& [name, sample] : golden("events")) documented.push_back(name);
  auto known = all_event_names();
  std::sort(documented.begin(), documented.end());
  std::sort(known.begin(), known.end());
  CHECK(std::equal(known.begin(), known.end(), documented.begin(), documented.end()));
}

TEST_CASE("every golden error has its sentence and code in the table", "[protocol]") {
  for (const auto& [reason, sample] : golden("errors")) {
    INFO(reason);
    const auto& message = sample.is_array() ? sample[0]["message"] : sample;
    const auto& error = message.contains("error") ? message["error"] : message;
    CHECK(error_of(reason).code == error["code"]);
    CHECK(error["data"]["reason"] == reason);
  }
}

TEST_CASE("lengths that an agenda may leave out are their defaults, and are not written then",
          "[protocol]") {
  const auto agenda = *shipped_agenda("quick-15");
  for (const char* field : {"grace_s", "hold_s", "hold_in_turn_s", "vote_s", "take_back_s",
                            "deputy_after_s", "lobby_limit_s"}) {
    INFO(field);
    auto json = encode_agenda(agenda);
    CHECK_FALSE(json.contains(field));
    json[field] = 45;
    const auto decoded = std::get<timekeeper::Agenda>(decode_agenda(json));
    CHECK_FALSE(decoded == agenda);
    CHECK(encode_agenda(decoded) == json);
  }
}
