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

std::string url_of(const Desk& desk, store::CredentialKind kind, const core::CircleId& circle,
                   std::string_view token) {
  std::string url = desk.house.public_url();
  url += "/#/";
  url += page_of(kind);
  url += '/' + circle.value + '/';
  url += token;
  return url;
}

rooms::Room* room_of(Desk& desk, const std::optional<store::SessionRow>& session) {
  try {
    return session ? desk.house.rooms.find(session->id) : nullptr;
  } catch (const rooms::DamagedJournal& damage) {
    desk.house.log(net::LogLevel::error, damage.what());
    return nullptr;
  }
}

void add_call(Router& router, Desk& desk, const char* method, const char* pattern, Handle handle) {
  router.add(method, pattern, [&desk, handle](const Call& call, const net::HttpReply& reply) {
    handle(desk, call, reply);
  });
}

net::HttpResponse json_answer(int status, const protocol::Json& body) {
  net::HttpResponse response;
  response.status = status;
  response.body = body.dump();
  return response;
}

}  // namespace turnkeeper::api
