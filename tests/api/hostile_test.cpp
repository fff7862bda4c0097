#include <catch2/catch.hpp>

#include "meeting.h"

using namespace turnkeeper::api;

namespace {

const std::vector<std::pair<std::string, std::string>> kBadBodies{
    {"{", "parse_error"},
    {"{\"name\":\"A\",}", "parse_error"},
    {"{\"name\":\"A\",\"name\":\"B\"}", "parse_error"},
    {"{\"name\":1e999}", "parse_error"},
    {"{\"name\":\"\xff\"}", "parse_error"},
    {"{\"name\":\"\xc0\xaf\"}", "parse_error"},
    {"{\"name\":\"\\ud800\"}", "parse_error"},
    {std::string(100, '['), "parse_error"},
    {"{\"name\":" + std::string(40, '[') + std::string(40, ']') + "}", "parse_error"},
    {"null", "invalid_params"},
    {"[]", "invalid_params"},
    {"\"name\"", "invalid_params"},
    {"{\"name\":null}", "invalid_params"},
    {"{\"name\":7}", "invalid_params"},
    {"{\"name\":{\"name\":\"A\"}}", "invalid_params"},
    {"{\"name\":\"\\u0000\"}", "text_invalid"},
    {"{\"name\":\"A\\u202eB\"}", "text_invalid"},
    {"{\"name\":\"\\u200b\"}", "text_empty"},
    {"{\"\":1}", "invalid_params"},
};

}  // namespace

TEST_CASE("a hostile body is refused and changes nothing", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const auto before = house.queries.last_seq(circle.circle);
  for (const std::string& path :
       {std::string{"/v1/circles"}, "/v1/circles/" + circle.circle + "/members"}) {
    for (const auto& [body, reason] : kBadBodies) {
      INFO(path << ' ' << body);
      const Reply reply = house.send(house.request("POST", path, circle.invite, body));
      CHECK(reply.status == 400);
      CHECK(reply.reason() == reason);
      CHECK_FALSE(reply.json().at("detail").get<std::string>().empty());
    }
  }
  CHECK(house.queries.last_seq(circle.circle) == before);
  CHECK(house.queries.unsettled_sessions().size() == 1);
  CHECK(house.logged.empty());
}

TEST_CASE("a body that is too large is refused before it is read", "[api]") {
  ApiHouse house;
  const std::string body = "{\"name\":\"" + std::string(64 * 1024, 'x') + "\"}";
  const Reply reply = house.send(house.request("POST", "/v1/circles", "", body));
  CHECK(reply.status == 413);
  CHECK(reply.reason() == "body_too_large");
  CHECK(reply.json().at("limit") == 64 * 1024);
}

TEST_CASE("a body that is no JSON by its own word is refused", "[api]") {
  ApiHouse house;
  auto request = house.request("POST", "/v1/circles", "", "{\"name\":\"Harbour\"}");
  request.content_type = "application/x-www-form-urlencoded";
  const Reply reply = house.send(request);
  CHECK(reply.status == 415);
  CHECK(reply.reason() == "unsupported_media_type");
  request.content_type = "Application/JSON ; charset=utf-8";
  CHECK(house.send(request).status == 201);
}

TEST_CASE("calls that need no body take none, or an empty object", "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  const std::string path = "/v1/circles/" + circle.circle + "/sessions";
  CHECK(house.send(house.request("POST", path, circle.coordinator)).status == 200);
  CHECK(house.post(path, circle.coordinator).status == 200);
  CHECK(house.post(path, circle.coordinator, {{"when", "now"}}).field() == "when");
}

TEST_CASE("an unknown address is not there, and an unknown method is told which are known",
          "[api]") {
  ApiHouse house;
  for (const char* path : {"/v1", "/v1/", "/v1/nothing", "/v1/circles/", "/v1/circles/a/b/c/d/e",
                           "/v1/templates/", "//v1/templates", "/etc/passwd", "*", ""}) {
    INFO(path);
    CHECK(house.get(path).status == 404);
  }
  const Reply wrong = house.send(house.request("DELETE", "/v1/circles/c1"));
  CHECK(wrong.status == 405);
  CHECK(wrong.reason() == "method_not_allowed");
  CHECK(wrong.header("Allow") == "GET, HEAD");
  CHECK(house.send(house.request("PUT", "/v1/circles/c1/sessions")).header("Allow") ==
        "POST, GET, HEAD");
}

TEST_CASE("templates are open to everyone", "[api]") {
  ApiHouse house;
  const Json templates = house.get("/v1/templates").json().at("templates");
  std::vector<std::string> names;
  for (const auto& each : templates) names.push_back(each.at("name"));
  CHECK(names == std::vector<std::string>{"codev-90", "executive-90", "group-60", "group-75",
                                          "group-90", "pair-45", "pair-60", "quick-15",
                                          "troika-30"});
}

TEST_CASE("the server says how it is", "[api]") {
  ApiHouse house;
  CHECK(house.get("/healthz").status == 200);
  CHECK(house.get("/readyz").status == 200);
}

TEST_CASE("metrics hold numbers and nobody's name", "[api]") {
  ApiHouse house;
  Meeting meeting{house};
  const Reply metrics = house.get("/metrics");
  CHECK(metrics.status == 200);
  CHECK(metrics.content_type == "text/plain; version=0.0.4; charset=utf-8");
  CHECK(metrics.body.find("turnkeeper_journal_appends_total ") != std::string::npos);
  CHECK(metrics.body.find("Ana") == std::string::npos);
  CHECK(metrics.body.find(meeting.circle.circle) == std::string::npos);
}
