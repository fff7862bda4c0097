// What every handler has at hand.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "api/access.h"
#include "api/api.h"
#include "api/circle_writer.h"
#include "api/router.h"
#include "net/http.h"
#include "protocol/json.h"
#include "store/stream.h"

namespace turnkeeper::api {

struct Desk {
  explicit Desk(Dependencies dependencies)
      : house(std::move(dependencies)),
        access(house.queries, house.attempts, house.clock),
        circles(house.queries, house.writer, house.clock, house.log) {}

  Dependencies house;
  Access access;
  CircleWriter circles;
};

/// The whole link, with the token in its fragment, where no server sees it.
std::string url_of(const Desk& desk, store::CredentialKind kind, const core::CircleId& circle,
                   std::string_view token);

/// The room of a session that is planned or live, opened if need be; nullptr if there is none, or
/// a damaged one, which is logged. Throws if it cannot be read at present.
rooms::Room* room_of(Desk& desk, const std::optional<store::SessionRow>& session);

/// One call: read, act, answer. The desk outlives whatever it starts; the call does not.
using Handle = void (*)(Desk& desk, const Call& call, const net::HttpReply& reply);
void add_call(Router& router, Desk& desk, const char* method, const char* pattern, Handle handle);

net::HttpResponse json_answer(int status, const protocol::Json& body);

}  // namespace turnkeeper::api
