// What is read as a request, and what is refused because two readers could understand it
// differently.
#include "net/request_head.h"

#include <catch2/catch.hpp>
#include <string>

#include "protocol/limits.h"

namespace turnkeeper::net {
namespace {

namespace limits = protocol::limits;

std::variant<RequestHead, HttpResponse> read(const std::string& lines) {
  return read_head(lines + "\r\n");
}

/// The status of the refusal; 0 if the head is fine.
int refused(const std::string& lines) {
  const auto result = read(lines);
  const auto* const response = std::get_if<HttpResponse>(&result);
  return response == nullptr ? 0 : response->status;
}

RequestHead accepted(const std::string& lines) { return std::get<RequestHead>(read(lines)); }

const std::string kHost = "Host: localhost\r\n";

TEST_CASE("a request is read into its parts", "[http]") {
  const RequestHead head = accepted(
      "GET /api/v1/circles/c%201?a=1&b=x+y%26 HTTP/1.1\r\nhOST: localhost:8080\r\nAccept:\t*/* "
      "\r\n");
  CHECK(head.method == "GET");
  CHECK(head.path == "/api/v1/circles/c 1");
  CHECK(head.query == std::vector<std::pair<std::string, std::string>>{{"a", "1"}, {"b", "x y&"}});
  CHECK(*head.field("host") == "localhost:8080");
  CHECK(*head.field("accept") == "*/*");
  CHECK(head.keep_alive);
  CHECK_FALSE(head.has_body());
}

TEST_CASE("the body's length is taken from one field only", "[http][smuggling]") {
  const std::string start = "POST / HTTP/1.1\r\n" + kHost;
  CHECK(accepted(start + "Content-Length: 5\r\n").content_length == 5);
  CHECK(accepted(start + "Transfer-Encoding: Chunked\r\n").chunked);
  CHECK(refused(start + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") == 400);
  CHECK(refused(start + "Content-Length: 5\r\nContent-Length: 5\r\n") == 400);
  CHECK(refused(start + "Content-Length: 5\r\nContent-Length: 6\r\n") == 400);
  CHECK(refused(start + "Content-Length: 5, 5\r\n") == 400);
  CHECK(refused(start + "Content-Length: +5\r\n") == 400);
  CHECK(refused(start + "Content-Length: 0x5\r\n") == 400);
  CHECK(refused(start + "Content-Length:\r\n") == 400);
  CHECK(refused(start + "Content-Length: -1\r\n") == 400);
}

TEST_CASE("a transfer coding other than chunked is refused", "[http][smuggling]") {
  const std::string start = "POST / HTTP/1.1\r\n" + kHost;
  CHECK(refused(start + "Transfer-Encoding: gzip, chunked\r\n") == 400);
  CHECK(refused(start + "Transfer-Encoding: chunked, identity\r\n") == 400);
  CHECK(refused(start + "Transfer-Encoding: xchunked\r\n") == 400);
  CHECK(refused(start + "Transfer-Encoding: \"chunked\"\r\n") == 400);
  CHECK(refused(start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") == 400);
  CHECK(refused("POST / HTTP/1.0\r\n" + kHost + "Transfer-Encoding: chunked\r\n") == 400);
}

TEST_CASE("a header field has one line, a name, and no blank before its colon",
          "[http][smuggling]") {
  const std::string start = "GET / HTTP/1.1\r\n" + kHost;
  CHECK(refused(start + "X-Long: a\r\n b\r\n") == 400);
  CHECK(refused(start + "X-Long: a\r\n\tb\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\n Host: localhost\r\n") == 400);
  CHECK(refused(start + "Content-Length : 5\r\n") == 400);
  CHECK(refused(start + "No colon\r\n") == 400);
  CHECK(refused(start + ": nothing\r\n") == 400);
  CHECK(refused(start + "X: a\nY: b\r\n") == 400);
  CHECK(refused(start + "X: a\rY: b\r\n") == 400);
  CHECK(refused(start + std::string{"X: a\0b\r\n", 8}) == 400);
  CHECK(refused("GET / HTTP/1.1\n" + kHost) == 400);
}

TEST_CASE("there is one Host, and it is a host", "[http]") {
  CHECK(refused("GET / HTTP/1.1\r\n") == 400);
  CHECK(refused("GET / HTTP/1.0\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\n" + kHost + kHost) == 400);
  CHECK(refused("GET / HTTP/1.1\r\nHost:\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\nHost: a b\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\nHost: a@b\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\nHost: a:99999\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n") == 0);
}

TEST_CASE("the request line is a method, a path and a version", "[http]") {
  CHECK(refused("GET  / HTTP/1.1\r\n" + kHost) == 400);
  CHECK(refused("GET / HTTP/1.1 \r\n" + kHost) == 400);
  CHECK(refused("GET /a b HTTP/1.1\r\n" + kHost) == 400);
  CHECK(refused("GET /#fragment HTTP/1.1\r\n" + kHost) == 400);
  CHECK(refused("GET /\r\n" + kHost) == 400);
  CHECK(refused("G(T / HTTP/1.1\r\n" + kHost) == 400);
  CHECK(refused("GET / HTTP/2.0\r\n" + kHost) == 505);
  CHECK(refused("GET / http/1.1\r\n" + kHost) == 400);
  CHECK(refused("CONNECT localhost:80 HTTP/1.1\r\n" + kHost) == 400);
}

TEST_CASE("a whole URL is understood if it names the Host", "[http]") {
  CHECK(accepted("GET http://localhost/a?b HTTP/1.1\r\n" + kHost).path == "/a");
  CHECK(accepted("GET http://LOCALHOST HTTP/1.1\r\n" + kHost).path == "/");
  CHECK(refused("GET http://elsewhere/a HTTP/1.1\r\n" + kHost) == 400);
}

TEST_CASE("a path that leads out is refused however it is written", "[http][traversal]") {
  const auto get = [](const std::string& path) {
    return refused("GET " + path + " HTTP/1.1\r\n" + kHost);
  };
  for (const char* const path :
       {"/../etc/passwd", "/a/../../b", "/%2e%2e/b", "/%2E./b", "/..", "/.", "/a/./b", "//etc",
        "/a//b", "/%2fetc", "/a%5c..%5cb", "/..\\b", "/%00", "/a%0d%0ab", "/%c0%ae%c0%ae/b", "/%",
        "/%1", "/%zz", "/%ed%a0%80"}) {
    INFO(path);
    CHECK(get(path) == 400);
  }
  CHECK(get("/%252e%252e/b") == 0);  // decoded once: a name with a percent sign, which nothing has
  CHECK(get("/a/") == 0);
  CHECK(get("/?a=%ff") == 400);
}

TEST_CASE("a head that is too long is known before it has ended", "[http][limits]") {
  const auto status = [](const std::string& received) {
    const auto fault = fault_so_far(received);
    return fault ? fault->status : 0;
  };
  const std::string line = "GET /" + std::string(limits::kRequestLineBytes, 'a');
  CHECK(status(line) == 414);
  CHECK(status(line.substr(0, limits::kRequestLineBytes)) == 0);
  CHECK(status("GET / HTTP/1.1\r\nX: " + std::string(limits::kRequestLineBytes, 'a')) == 431);
  std::string many = "GET / HTTP/1.1\r\n";
  while (many.size() <= limits::kHeaderBytes) many += "X: " + std::string(100, 'a') + "\r\n";
  CHECK(status(many) == 431);
  // What follows the head is the body's business.
  CHECK(status("GET / HTTP/1.1\r\n\r\n" + std::string(limits::kHeaderBytes, 'a')) == 0);
}

TEST_CASE("a line that ends in another way than a head's is known before the head has ended",
          "[http]") {
  CHECK(fault_so_far("GET / HTTP/1.1\n").value().status == 400);
  CHECK(fault_so_far("GET / HTTP/1.1\r\nHost: localhost\n\n").value().status == 400);
  CHECK_FALSE(fault_so_far("GET / HTTP/1.1\r").has_value());
  CHECK_FALSE(fault_so_far("POST / HTTP/1.1\r\n\r\nlines\nof a body\n").has_value());
}

TEST_CASE("a declared body over the limit is refused at the head", "[http][limits]") {
  const std::string start = "POST / HTTP/1.1\r\n" + kHost;
  CHECK(refused(start + "Content-Length: 65536\r\n") == 0);
  CHECK(refused(start + "Content-Length: 65537\r\n") == 413);
  CHECK(refused(start + "Content-Length: 99999999999999999999999999\r\n") == 413);
}

TEST_CASE("a connection stays open when both sides want it", "[http]") {
  CHECK_FALSE(accepted("GET / HTTP/1.1\r\n" + kHost + "Connection: Close\r\n").keep_alive);
  CHECK_FALSE(accepted("GET / HTTP/1.0\r\n" + kHost).keep_alive);
  CHECK(accepted("GET / HTTP/1.0\r\n" + kHost + "Connection: keep-alive\r\n").keep_alive);
}

}  // namespace
}  // namespace turnkeeper::net
