// What a request must be before it becomes a WebSocket.
#include "net/upgrade_checks.h"

#include <catch2/catch.hpp>
#include <map>

namespace turnkeeper::net {
namespace {

const std::map<std::string, std::string> kGood = {
    {"host", "localhost"},
    {"connection", "keep-alive, Upgrade"},
    {"upgrade", "WebSocket"},
    {"sec-websocket-version", "13"},
    {"sec-websocket-protocol", "other, turnkeeper.v1"},
    {"sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="},
};

RequestHead request(std::map<std::string, std::string> fields = kGood) {
  RequestHead head;
  head.method = "GET";
  head.path = "/ws/v1/sessions/s1";
  head.fields.assign(fields.begin(), fields.end());
  return head;
}

RequestHead with(const std::string& name, const std::string& value) {
  auto fields = kGood;
  fields[name] = value;
  return request(fields);
}

RequestHead without(const std::string& name) {
  auto fields = kGood;
  fields.erase(name);
  return request(fields);
}

int status(const std::optional<HttpResponse>& fault) { return fault ? fault->status : 0; }

TEST_CASE("a handshake needs one key of sixteen bytes", "[upgrade]") {
  CHECK(status(fault_of_handshake(request())) == 0);
  CHECK(status(fault_of_handshake(without("sec-websocket-key"))) == 400);
  for (const char* const key :
       {"", "dGhlIHNhbXBsZSBub25j", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZWE=",
        "dGhlIHNhbXBsZSBub25jZR==", "dGhl!HNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZWFhYWE="}) {
    INFO(key);
    CHECK(status(fault_of_handshake(with("sec-websocket-key", key))) == 400);
  }
  RequestHead twice = request();
  twice.fields.emplace_back("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
  CHECK(status(fault_of_handshake(twice)) == 400);
}

TEST_CASE("another version is told which one is spoken here", "[upgrade]") {
  for (const auto& head : {with("sec-websocket-version", "8"), without("sec-websocket-version"),
                           with("sec-websocket-version", "13, 8"), without("upgrade")}) {
    const auto fault = fault_of_handshake(head);
    REQUIRE(status(fault) == 426);
    CHECK(std::count(fault->headers.begin(), fault->headers.end(),
                     std::pair<std::string, std::string>{"Sec-WebSocket-Version", "13"}) == 1);
  }
}

TEST_CASE("an upgrade is a GET of HTTP/1.1 without a body that asks for it", "[upgrade]") {
  CHECK(status(fault_of_handshake(without("connection"))) == 400);
  CHECK(status(fault_of_handshake(with("connection", "keep-alive"))) == 400);
  RequestHead old = request();
  old.http_1_0 = true;
  CHECK(status(fault_of_handshake(old)) == 400);
  RequestHead long_body = request();
  long_body.content_length = 0;
  CHECK(status(fault_of_handshake(long_body)) == 400);
  RequestHead post = request();
  post.method = "POST";
  CHECK(status(fault_of_handshake(post)) == 405);
}

TEST_CASE("the path names a session, whether there is one or not", "[upgrade]") {
  CHECK(session_of_path("/ws/v1/sessions/s1") == timekeeper::SessionId{"s1"});
  CHECK_FALSE(session_of_path("/ws/v1/sessions/"));
  CHECK_FALSE(session_of_path("/ws/v1/sessions/s1/more"));
  CHECK_FALSE(session_of_path("/ws/v2/sessions/s1"));
  CHECK_FALSE(session_of_path("/ws/v1/sessions/" + std::string(65, 'a')));
}

TEST_CASE("a foreign page is refused and a program without an origin let through", "[upgrade]") {
  const OriginPolicy policy{std::nullopt, {}};
  CHECK(status(fault_of_origin(request(), policy)) == 0);
  CHECK(status(fault_of_origin(with("origin", "http://localhost"), policy)) == 0);
  CHECK(status(fault_of_origin(with("origin", "http://evil.example"), policy)) == 403);
  CHECK(status(fault_of_origin(with("origin", "null"), policy)) == 403);
  RequestHead two = with("origin", "http://localhost");
  two.fields.emplace_back("origin", "http://localhost");
  CHECK(status(fault_of_origin(two, policy)) == 403);
}

TEST_CASE("our subprotocol has to be offered", "[upgrade]") {
  CHECK(status(fault_of_subprotocol(request())) == 0);
  CHECK(status(fault_of_subprotocol(without("sec-websocket-protocol"))) == 400);
  CHECK(status(fault_of_subprotocol(with("sec-websocket-protocol", "turnkeeper.v2"))) == 400);
}

}  // namespace
}  // namespace turnkeeper::net
