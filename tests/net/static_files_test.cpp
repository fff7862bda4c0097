// The browser client in memory, and what surrounds each answer.
#include "net/static_files.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "net/listen_address.h"
#include "net/metrics.h"
#include "net/problem.h"
#include "net/response_head.h"
#include "protocol/json.h"
#include "tests/net/web_folder.h"
#include "tests/support/manual_clock.h"

namespace turnkeeper::net {
namespace {

using testing::WebFolder;

TEST_CASE("a table of files is built at start, and knows nothing else", "[static]") {
  WebFolder folder;
  folder.write("index.html", "<!doctype html>");
  folder.write("assets/app-1234.js", "1");
  folder.write("mark.svg", "<svg/>");
  folder.write(".secret", "hidden");
  folder.write(".git/config", "hidden");
  std::filesystem::create_symlink("/etc/passwd", folder.path() / "passwd");
  const StaticFiles files{folder.path()};
  folder.write("later.html", "too late");

  REQUIRE(files.find("/"));
  CHECK(*files.find("/")->body == "<!doctype html>");
  CHECK(files.find("/index.html")->cache_control == "no-cache");
  CHECK(files.find("/assets/app-1234.js")->cache_control == "public, max-age=31536000, immutable");
  CHECK(files.find("/assets/app-1234.js")->content_type == "text/javascript; charset=utf-8");
  CHECK(files.find("/mark.svg")->content_type == "image/svg+xml");
  CHECK(files.find("/mark.svg")->etag != files.find("/")->etag);
  for (const char* const path : {"/.secret", "/.git/config", "/passwd", "/later.html", "/assets",
                                 "/assets/", "/nothing", "", "index.html", "/../etc/passwd"}) {
    INFO(path);
    CHECK_FALSE(files.find(path));
  }
}

TEST_CASE("a folder without a client is refused with the option's name", "[static]") {
  WebFolder folder;
  CHECK_THROWS_WITH(StaticFiles{folder.path()}, Catch::Contains("--web"));
  CHECK_THROWS_WITH(StaticFiles{"/nonexistent"}, Catch::Contains("--web"));
}

TEST_CASE("no answer can be given a header from outside", "[http]") {
  HttpResponse response;
  response.headers = {{"Location", "/a\r\nSet-Cookie: b"}};
  const std::string head = response_head(response, {true, 0}, {}, testing::ManualClock::kStart);
  CHECK_THAT(head, Catch::Contains("Location: /aSet-Cookie: b\r\n"));
  CHECK_THAT(head, Catch::StartsWith("HTTP/1.1 200 OK\r\n"));
  CHECK_THAT(head, Catch::Contains("Date: Sun, 01 Mar 2026 18:00:00 GMT\r\n"));
  CHECK_THAT(head, Catch::Contains("Cache-Control: no-store\r\n"));
}

TEST_CASE("HSTS is promised under an https URL only", "[http]") {
  const auto has_hsts = [](const std::optional<Origin>& origin) {
    for (const auto& [name, value] : security_headers(origin, {})) {
      if (name == "Strict-Transport-Security") return true;
    }
    return false;
  };
  CHECK(has_hsts(Origin{"https", "circles.example.org", 443}));
  CHECK_FALSE(has_hsts(Origin{"http", "circles.example.org", 80}));
  CHECK_FALSE(has_hsts(std::nullopt));
}

TEST_CASE("scripts, styles and sockets come from here or nowhere", "[http]") {
  const auto headers = security_headers(Origin{"https", "circles.example.org", 443}, {});
  CHECK(headers.front().second ==
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' "
        "data:; connect-src 'self' wss://circles.example.org; manifest-src 'self'; base-uri "
        "'none'; form-action 'none'; frame-ancestors 'none'");
}

TEST_CASE("a problem names its reason, its status and what to do", "[http]") {
  const HttpResponse response = problem("body_too_large", "Send less.", {{}, 16'384});
  CHECK(response.content_type == "application/problem+json");
  CHECK(protocol::Json::parse(response.body) == protocol::Json{{"type", "/problems/body_too_large"},
                                                               {"title", "Content Too Large"},
                                                               {"status", 413},
                                                               {"detail", "Send less."},
                                                               {"limit", 16'384}});
}

TEST_CASE("metrics are rendered in Prometheus' text format", "[metrics]") {
  Metrics metrics;
  metrics.counter("b_total", "Counts b.", {{"kind", "a\"\\\n"}}).add(2);
  metrics.gauge("a", "Shows a.").set(-1);
  CHECK(metrics.render() ==
        "# HELP a Shows a.\n# TYPE a gauge\na -1\n"
        "# HELP b_total Counts b.\n# TYPE b_total counter\nb_total{kind=\"a\\\"\\\\\\n\"} 2\n");
}

TEST_CASE("an address to listen on is an address and a port", "[listen]") {
  CHECK(parse_listen_address("127.0.0.1:8080").port == 8080);
  CHECK(parse_listen_address("[::1]:0").host == "::1");
  CHECK(parse_listen_address("localhost:1").host == "127.0.0.1");
  for (const char* const bad :
       {"", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536",
        "::1:8080", "[127.0.0.1]:1", "example.org:1", "127.0.0.1:-1", "127.0.0.1: 1"}) {
    INFO(bad);
    CHECK_THROWS_WITH(parse_listen_address(bad),
                      Catch::StartsWith("\"" + std::string{bad} + "\" is not an address"));
  }
}

}  // namespace
}  // namespace turnkeeper::net
