// Which pages may connect, and by which names the server may be called.
#include "net/origin.h"

#include <catch2/catch.hpp>

namespace turnkeeper::net {
namespace {

const Origin kPublic{"https", "circles.example.org", 443};

TEST_CASE("only the public URL's own pages may connect", "[origin]") {
  const OriginPolicy policy{kPublic, {}};
  const auto admits = [&](std::string_view origin) {
    return policy.admits(origin, "circles.example.org");
  };
  CHECK(admits("https://circles.example.org"));
  CHECK(admits("https://circles.example.org:443"));
  CHECK(admits("https://CIRCLES.example.org"));
  for (const char* const foreign :
       {"null", "", "http://circles.example.org", "https://circles.example.org:8443",
        "https://circles.example.org.evil.example", "https://evil-circles.example.org",
        "https://sub.circles.example.org", "https://circles.example.org@evil.example",
        "https://circles.example.org/", "https://circles.example.org https://evil.example",
        "https://evil.example", "file://", "https://circles.example.org.", "https://127.0.0.1",
        "HTTPS://circles.example.org"}) {
    INFO(foreign);
    CHECK_FALSE(admits(foreign));
  }
}

TEST_CASE("without a public URL a page may connect where it came from", "[origin]") {
  const OriginPolicy policy{std::nullopt, {}};
  CHECK(policy.admits("http://localhost:8080", "localhost:8080"));
  CHECK(policy.admits("http://127.0.0.1:8080", "127.0.0.1:8080"));
  CHECK(policy.admits("http://[::1]:8080", "[::1]:8080"));
  CHECK(policy.admits("http://192.168.1.5", "192.168.1.5:80"));
  CHECK_FALSE(policy.admits("http://localhost:8081", "localhost:8080"));
  CHECK_FALSE(policy.admits("http://localhost:8080", "127.0.0.1:8080"));
  CHECK_FALSE(policy.admits("https://localhost:8080", "localhost:8080"));
  // A name that somebody lets point to this machine: the page is theirs, and so is the Host.
  CHECK_FALSE(policy.admits("http://evil.example:8080", "evil.example:8080"));
}

TEST_CASE("a listed origin may connect and read the API", "[origin]") {
  const OriginPolicy policy{kPublic, {{"https", "pages.example.net", 443}}};
  CHECK(policy.admits("https://pages.example.net", "circles.example.org"));
  CHECK(policy.is_listed("https://pages.example.net"));
  CHECK_FALSE(policy.is_listed("https://circles.example.org"));
  CHECK_FALSE(policy.is_listed("null"));
}

TEST_CASE("the server answers to its public name and to addresses", "[origin]") {
  const OriginPolicy policy{kPublic, {}};
  CHECK(policy.knows_host("circles.example.org"));
  CHECK(policy.knows_host("Circles.Example.Org:443"));
  CHECK(policy.knows_host("127.0.0.1:8080"));
  CHECK(policy.knows_host("[::1]:8080"));
  CHECK(policy.knows_host("localhost"));
  CHECK_FALSE(policy.knows_host("circles.example.org:8080"));
  CHECK_FALSE(policy.knows_host("evil.example"));
  CHECK_FALSE(policy.knows_host("localhost.evil.example"));
  CHECK_FALSE(policy.knows_host("1.2.3.4.evil.example"));
}

TEST_CASE("an origin is written without the port that goes without saying", "[origin]") {
  CHECK(kPublic.to_text() == "https://circles.example.org");
  CHECK(Origin{"http", "localhost", 8080}.to_text() == "http://localhost:8080");
  CHECK(parse_origin("http://[::1]:90") == Origin{"http", "[::1]", 90});
}

}  // namespace
}  // namespace turnkeeper::net
