#include "api_house.h"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <utility>

#include "store/tokens.h"

namespace turnkeeper::api {

namespace {

// In memory where that is possible: that a commit survives is for the tests of the store to see,
// and waiting for a busy disk is most of what these tests would do.
std::filesystem::path somewhere_fast() {
  const std::filesystem::path memory{"/dev/shm"};
  return access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (somewhere_fast() / "turnkeeper-api-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;  // nothing can be done about a folder that stays
  std::filesystem::remove_all(path_, ignored);
}

store::Writer::Post Pump::post() {
  return [this](std::function<void()> work) {
    const std::lock_guard lock{mutex_};
    posted_.push_back(std::move(work));
    came_.notify_one();
  };
}

void Pump::run_until(const std::function<bool()>& done) {
  while (!done()) run_next();
}

void Pump::run_next() {
  std::function<void()> work;
  {
    std::unique_lock lock{mutex_};
    REQUIRE(came_.wait_for(lock, std::chrono::seconds{30}, [this] { return !posted_.empty(); }));
    work = std::move(posted_.front());
    posted_.pop_front();
  }
  work();
}

std::string Reply::reason() const {
  if (content_type != "application/problem+json") return {};
  const std::string type = json().at("type");
  return type.substr(type.rfind('/') + 1);
}

std::string Reply::field() const { return json().value("field", ""); }

std::string Reply::header(const std::string& name) const {
  for (const auto& [each, value] : headers) {
    if (each == name) return value;
  }
  return {};
}

Reply reply_of(const net::HttpResponse& response) {
  return {response.status, response.content_type, response.body, response.headers};
}

ApiHouse::ApiHouse(std::optional<std::string> create_token)
    : database(folder.path() / "data"),
      writer(std::in_place, database, pump.post()),
      queries(database),
      reader(
          std::in_place, database,
          [this, post = pump.post()](std::function<void()> work) {
            before_answer();
            post(std::move(work));
          },
          store::ReaderOptions{.now = [this] { return reader_time.load(); }}),
      journal(*writer),
      archive(*reader),
      rooms(clock, alarm, journal, archive, outboxes),
      attempts(clock),
      api({.reader = *reader,
           .writer = *writer,
           .rooms = rooms,
           .clock = clock,
           .alarm = alarm,
           .attempts = attempts,
           .metrics = metrics,
           .log = [this](net::LogLevel, std::string_view line) { logged.emplace_back(line); },
           .public_url = [] { return std::string{"https://circles.example.org"}; },
           .close_displays =
               [this](const core::SessionId& session) { closed_displays.push_back(session.value); },
           .create_token =
               create_token ? std::optional{store::hash_of_token(*create_token)} : std::nullopt}) {}

net::HttpRequest ApiHouse::request(std::string method, std::string path, std::string token,
                                   std::string body) const {
  net::HttpRequest request;
  request.method = std::move(method);
  request.path = std::move(path);
  if (request.path.starts_with("/v1")) request.path.insert(0, "/api");
  request.bearer = std::move(token);
  request.body = std::move(body);
  if (!request.body.empty()) request.content_type = "application/json";
  request.peer = "192.0.2.1";
  return request;
}

Reply ApiHouse::send(const net::HttpRequest& request) {
  std::optional<Reply> reply;
  api.handler()(request, [&](net::HttpResponse response) {
    REQUIRE_FALSE(reply);
    reply = reply_of(response);
  });
  pump.run_until([&] { return reply.has_value(); });
  return *reply;
}

Reply ApiHouse::get(std::string path, std::string token) {
  return send(request("GET", std::move(path), std::move(token)));
}

Reply ApiHouse::post(std::string path, std::string token, const Json& body) {
  return send(request("POST", std::move(path), std::move(token), body.dump()));
}

Reply ApiHouse::put(std::string path, std::string token, const Json& body) {
  return send(request("PUT", std::move(path), std::move(token), body.dump()));
}

Reply ApiHouse::patch(std::string path, std::string token, const Json& body) {
  return send(request("PATCH", std::move(path), std::move(token), body.dump()));
}

Founded ApiHouse::found(const Json& body) {
  const Reply reply = post("/v1/circles", "", body);
  INFO(reply.body);
  REQUIRE(reply.status == 201);
  const Json json = reply.json();
  const auto token = [&](const char* link) {
    return json.at("links").at(link).at("token").get<std::string>();
  };
  return {json.at("circle"),    json.at("session"),   token("invite"),
          token("facilitator"), token("coordinator"), token("display")};
}

Seat ApiHouse::take_place(const Founded& circle, const std::string& name, const std::string& as) {
  const Reply reply = post("/v1/circles/" + circle.circle + "/members",
                           as == "facilitator" ? circle.facilitator : circle.invite,
                           {{"name", name}, {"as", as}, {"agreement", "norms-1"}});
  INFO(reply.body);
  REQUIRE(reply.status == 201);
  return {reply.json().at("member"), reply.json().at("token")};
}

rooms::Room& ApiHouse::room(const std::string& session) {
  const core::SessionId id{session};
  std::optional<rooms::Registry::Found> found;
  rooms.find(id, [&](rooms::Registry::Found came) { found = std::move(came); });
  pump.run_until([&] { return found.has_value(); });
  REQUIRE(found->get() != nullptr);
  return *found->get();
}

void ApiHouse::spoil(const std::string& stream, store::StreamKind kind, const std::string& type) {
  store::StreamAppend odd;
  odd.kind = kind;
  odd.stream = stream;
  odd.expected_seq = queries.last_seq(stream);
  odd.records.push_back({clock.now(), type, {}, "{}", {}});
  std::optional<store::AppendOutcome> outcome;
  writer->append(odd, [&](store::AppendOutcome came) { outcome = came; });
  pump.run_until([&] { return outcome.has_value(); });
  REQUIRE(outcome == store::AppendOutcome::committed);
}

rooms::Answer ApiHouse::in_room(const std::string& session, const std::string& member,
                                core::CommandBody command) {
  std::optional<rooms::Answer> answer;
  static int change = 0;
  room(session).handle({core::MemberId{member}, std::move(command)},
                       "test-" + std::to_string(++change),
                       [&](const rooms::Answer& given) { answer = given; });
  pump.run_until([&] { return answer.has_value(); });
  return *answer;
}

std::optional<net::Pass> ApiHouse::admit(const std::string& session, const std::string& token) {
  std::optional<rooms::Outcome<std::optional<net::Pass>>> outcome;
  api.gatekeeper().admit(core::SessionId{session}, token,
                         [&](auto came) { outcome = std::move(came); });
  pump.run_until([&] { return outcome.has_value(); });
  return outcome->get();
}

void ApiHouse::connect(const std::string& session, const std::string& member) {
  rooms::Room& opened = room(session);
  opened.connected(core::MemberId{member});
  pump.run_until([&] { return opened.idle(); });
}

void ApiHouse::pass(const std::string& session, core::Millis length) {
  const auto settle = [&] { pump.run_until([&] { return room(session).idle(); }); };
  while (length > core::Millis{0}) {  // with a mark of life now and then, as a server that lives
    const auto step = std::min(length, rooms::Registry::kPulse);
    alarm.advance(step, settle);
    rooms.pulse();
    rooms.tick();
    settle();
    length -= step;
  }
}

Json short_agenda() {
  return {{"name", "short-4"},
          {"title", "Four minutes"},
          {"for_members", 2},
          {"total_s", 240},
          {"check_in_s", 10},
          {"turn_s", 60},
          {"handover_s", 0},
          {"closing_s", 60},
          {"stages",
           {{{"id", "action"},
             {"title", "Action"},
             {"share", 100},
             {"allows", {"commit"}},
             {"asks", {{"holder", "Commit."}, {"others", "Listen."}}},
             {"prompts", Json::array()}}}},
          {"floor_percent", 60},
          {"shortest_s", 10},
          {"closing_floor_percent", 50},
          {"growth_percent", 150},
          {"overtime_block_s", 0},
          {"move_delay_s", 3},
          {"return_wait_s", 60},
          {"pause_limit_s", 900},
          {"empty_after_s", 60},
          {"empty_limit_s", 1800}};
}

}  // namespace turnkeeper::api
