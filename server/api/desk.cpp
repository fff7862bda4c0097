#include "api/desk.h"

namespace turnkeeper::api {
namespace {

std::string_view page_of(store::CredentialKind kind) {
  switch (kind) {
    case store::CredentialKind::invite:
      return "join";
    case store::CredentialKind::facilitator:
      return "keep";
    case store::CredentialKind::coordinator:
      return "look-after";
    case store::CredentialKind::display:
      return "display";
    case store::CredentialKind::personal:
      return "me";
  }
  return "";
}

}  // namespace

std::string url_of(const std::string& public_url, store::CredentialKind kind,
                   const core::CircleId& circle, std::string_view token) {
  std::string url = public_url;
  url += "/#/";
  url += page_of(kind);
  url += '/' + circle.value + '/';
  url += token;
  return url;
}

void with_room(Desk& desk, const std::optional<store::SessionRow>& session,
               const net::HttpReply& reply, std::function<void(rooms::Room*)> then) {
  if (!session) return then(nullptr);
  desk.house.rooms.find(session->id,
                        [&desk, reply, then = std::move(then)](rooms::Registry::Found found) {
                          answering(desk.house.log, reply, [&] {
                            rooms::Room* room = nullptr;
                            try {
                              room = found.get();
                            } catch (const rooms::DamagedJournal& damage) {
                              desk.house.log(net::LogLevel::error, damage.what());
                            }
                            then(room);
                          });
                        });
}

void add_call(Router& router, Desk& desk, const char* method, const char* pattern, Handle handle) {
  router.add(method, pattern, [&desk, handle](const Call& call, const net::HttpReply& reply) {
    handle(desk, call, reply);
  });
}

void add_look(Router& router, Desk& desk, const char* pattern, Look look) {
  router.add("GET", pattern, [&desk, look](const Call& call, const net::HttpReply& reply) {
    look_up(
        desk, reply, [look, call](const Reading& reading) { return look(reading, call); }, reply);
  });
}

net::HttpResponse json_answer(int status, const protocol::Json& body) {
  net::HttpResponse response;
  response.status = status;
  response.body = body.dump();
  return response;
}

}  // namespace turnkeeper::api
