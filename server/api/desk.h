// What every handler has at hand.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/access.h"
#include "api/answering.h"
#include "api/api.h"
#include "api/circle_writer.h"
#include "api/reading.h"
#include "api/router.h"
#include "net/http.h"
#include "protocol/json.h"
#include "store/stream.h"

namespace turnkeeper::api {

struct Desk {
  explicit Desk(Dependencies dependencies)
      : house(std::move(dependencies)),
        access(house.attempts),
        circles(house.reader, house.writer, house.clock, access, house.log) {}

  Dependencies house;
  Access access;
  CircleWriter circles;
};

/// The whole link at what people open (Dependencies::public_url), with the token in its fragment,
/// where no server sees it.
std::string url_of(const std::string& public_url, store::CredentialKind kind,
                   const core::CircleId& circle, std::string_view token);

/// Goes on with the room of a session that is planned or live, opened if need be; with nullptr if
/// there is none, or a damaged one, which is logged. One that cannot be read at present, and
/// whatever `then` throws, is the answer.
void with_room(Desk& desk, const std::optional<store::SessionRow>& session,
               const net::HttpReply& reply, std::function<void(rooms::Room*)> then);

/// Looks something up, `read(Reading)`, on the reader's thread, and goes on here, `then(what it
/// returned)`. Whatever either throws is the answer.
template <class Read, class Then>
void look_up(Desk& desk, const net::HttpReply& reply, Read read, Then then) {
  desk.house.reader.ask(
      [read = std::move(read), now = desk.house.clock.now()](store::Queries& queries) {
        return read(Reading{queries, now});
      },
      [&desk, reply, then = std::move(then)](auto came) {
        answering(desk.house.log, reply,
                  [&] { desk.access.recognising([&] { then(std::move(came.get())); }); });
      });
}

/// One call: read, act, answer. The desk outlives whatever it starts; the call does not.
using Handle = void (*)(Desk& desk, const Call& call, const net::HttpReply& reply);
void add_call(Router& router, Desk& desk, const char* method, const char* pattern, Handle handle);

/// A call that looks something up, and nothing else: all of it on the reader's thread.
using Look = net::HttpResponse (*)(const Reading& reading, const Call& call);
void add_look(Router& router, Desk& desk, const char* pattern, Look look);

net::HttpResponse json_answer(int status, const protocol::Json& body);

}  // namespace turnkeeper::api
