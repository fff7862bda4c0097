#include "net/upgrade_checks.h"

#include <algorithm>

#include "net/problem.h"
#include "protocol/limits.h"

namespace turnkeeper::net {
namespace {

constexpr std::string_view kRooms = "/ws/v1/sessions/";

bool is_base64_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '/';
}

// 16 bytes are 22 digits and two signs of padding; of the last digit only two bits may count.
bool is_key(std::string_view text) {
  return text.size() == 24 && text.ends_with("==") &&
         std::all_of(text.begin(), text.begin() + 22, is_base64_digit) &&
         std::string_view{"AQgw"}.find(text[21]) != std::string_view::npos;
}

HttpResponse bad_handshake(std::string_view detail) { return problem("bad_handshake", detail); }

HttpResponse upgrade_required(std::string_view detail) {
  HttpResponse response = problem("upgrade_required", detail);
  response.headers.emplace_back("Upgrade", "websocket");
  response.headers.emplace_back("Connection", "close, Upgrade");
  response.headers.emplace_back("Sec-WebSocket-Version", "13");
  return response;
}

}  // namespace

bool wants_websocket(const RequestHead& head) {
  return head.path.starts_with("/ws/") || head.has_token("upgrade", "websocket");
}

std::optional<HttpResponse> fault_of_handshake(const RequestHead& head) {
  if (head.method != "GET") {
    HttpResponse response = problem("method_not_allowed", "A WebSocket is opened with GET.");
    response.headers.emplace_back("Allow", "GET");
    return response;
  }
  if (head.http_1_0) return bad_handshake("A WebSocket needs HTTP/1.1.");
  if (head.content_length || head.chunked) {
    return bad_handshake("The request for a WebSocket has no body.");
  }
  if (!head.has_token("upgrade", "websocket")) {
    return upgrade_required("Here is a room; it is entered by WebSocket.");
  }
  if (!head.has_token("connection", "upgrade")) {
    return bad_handshake("The Connection field has to name the upgrade.");
  }
  const std::string* const version = head.field("sec-websocket-version");
  if (head.count("sec-websocket-version") != 1 || *version != "13") {
    return upgrade_required("This server speaks version 13 of the WebSocket protocol.");
  }
  const std::string* const key = head.field("sec-websocket-key");
  if (head.count("sec-websocket-key") != 1 || !is_key(*key)) {
    return bad_handshake("Sec-WebSocket-Key has to be there once, 16 bytes in base64.");
  }
  return std::nullopt;
}

std::optional<timekeeper::SessionId> session_of_path(std::string_view path) {
  if (!path.starts_with(kRooms)) return std::nullopt;
  const std::string_view id = path.substr(kRooms.size());
  if (id.empty() || id.size() > protocol::limits::kIdCharacters) return std::nullopt;
  if (id.find('/') != std::string_view::npos) return std::nullopt;
  return timekeeper::SessionId{std::string{id}};
}

std::optional<HttpResponse> fault_of_origin(const RequestHead& head, const OriginPolicy& policy) {
  const std::size_t origins = head.count("origin");
  if (origins == 0) return std::nullopt;
  if (origins == 1 && policy.admits(*head.field("origin"), *head.field("host"))) {
    return std::nullopt;
  }
  return problem("foreign_origin",
                 "This page may not connect here; the server's --public-url or --allow-origin has "
                 "to name it.");
}

std::optional<HttpResponse> fault_of_subprotocol(const RequestHead& head) {
  if (head.has_token("sec-websocket-protocol", kSubprotocol)) return std::nullopt;
  return problem("subprotocol_missing", "Offer the subprotocol turnkeeper.v1.");
}

}  // namespace turnkeeper::net
