// The HTTP calls that come before and between sessions (protocol/PROTOCOL.md, "HTTP").
//
// Each answers with the body, and throws HttpFailure with the problem's own sentence if the server
// refuses.
#pragma once

#include <string>

#include "client/http_client.h"

namespace turnkeeper::client {

/// `POST /circles`.
Json start_circle(const HttpClient& http, const Json& new_circle);
/// `POST /circles/{circle}/members`, with an invite or facilitator token; the agreement is
/// accepted.
Json take_seat(const HttpClient& http, const std::string& circle, const std::string& token,
               Json new_member);
/// `POST /circles/{circle}/sessions`.
Json plan_session(const HttpClient& http, const std::string& circle, const std::string& token);
/// `GET /circles/{circle}/actions`, the list itself.
Json actions_of(const HttpClient& http, const std::string& circle, const std::string& token);

}  // namespace turnkeeper::client
