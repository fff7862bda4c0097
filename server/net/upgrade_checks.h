// What is looked at before a request becomes a WebSocket (RFC 6455, section 4.2): syntax, path,
// origin, subprotocol.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "net/http.h"
#include "net/origin.h"
#include "net/request_head.h"
#include "timekeeper/ids.h"

namespace turnkeeper::net {

inline constexpr std::string_view kSubprotocol = "turnkeeper.v1";

/// It asks for a WebSocket, or for a path at which there is nothing else.
bool wants_websocket(const RequestHead& head);

/// The handshake as such: HTTP/1.1, GET, no body, the tokens of Connection and Upgrade, one key of
/// 16 bytes, version 13.
std::optional<HttpResponse> fault_of_handshake(const RequestHead& head);

/// The session that the path names; nothing if it names none.
std::optional<timekeeper::SessionId> session_of_path(std::string_view path);

/// A foreign page: 403. Without an Origin it is no browser, and no authority is ambient here.
std::optional<HttpResponse> fault_of_origin(const RequestHead& head, const OriginPolicy& policy);

/// Our subprotocol is not among those offered.
std::optional<HttpResponse> fault_of_subprotocol(const RequestHead& head);

}  // namespace turnkeeper::net
