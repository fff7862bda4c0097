// Links: a new one kills the one before it.

#include "api/body.h"
#include "api/desk.h"
#include "api/handlers.h"
#include "api/planning.h"
#include "api/refusal.h"
#include "protocol/circle_codec.h"

namespace turnkeeper::api {
namespace {

store::CredentialKind credential_of(core::LinkKind kind) {
  switch (kind) {
    case core::LinkKind::invite:
      return store::CredentialKind::invite;
    case core::LinkKind::facilitator:
      return store::CredentialKind::facilitator;
    case core::LinkKind::coordinator:
      return store::CredentialKind::coordinator;
    case core::LinkKind::display:
      return store::CredentialKind::display;
  }
  return store::CredentialKind::display;
}

void issue(Desk& desk, const core::CircleId& circle, core::LinkKind kind,
           const std::optional<core::MemberId>& by, const net::HttpReply& reply) {
  desk.circles.write(
      circle,
      [&desk, circle, kind, by, reply](const Reading& reading, CircleDraft& draft) {
        const store::CredentialKind opens = credential_of(kind);
        draft.decide(core::IssueLink{kind}, by);
        draft.revoke(opens);
        const std::string token = draft.issue(opens);
        const auto session = open_session(reading.queries, circle);
        const auto answer = json_answer(201, {{"role", protocol::name_of(kind)},
                                              {"token", token},
                                              {"url", url_of(desk, opens, circle, token)}});
        return [=, &desk] {
          if (kind != core::LinkKind::display || !session) return reply(answer);
          // Whoever is being let in by the old link just now is in when this has had its turn: what
          // is asked is answered in order.
          desk.house.reader.ask([](store::Queries&) { return true; },
                                [=, &desk](const auto&) {
                                  desk.house.close_displays(session->id);
                                  reply(answer);
                                });
        };
      },
      reply);
}

void replace_link(Desk& desk, const Call& call, const net::HttpReply& reply) {
  const core::CircleId circle{call.part("circle")};
  look_up(
      desk, reply,
      [call, circle](const Reading& reading) {
        return require(reading, call.request, circle,
                       Standing::facilitator | Standing::coordinator);
      },
      [&desk, call, circle, reply](const Visitor& visitor) {
        const auto kind = protocol::parse_name<core::LinkKind>(call.part("role"));
        if (!kind) throw refused("not_found");
        const protocol::Json body = read_body(call.request);
        protocol::Fields nothing{body};
        finish(nothing);
        issue(desk, circle, *kind, visitor.member, reply);
      });
}

}  // namespace

void add_link_calls(Router& router, Desk& desk) {
  add_call(router, desk, "POST", "/api/v1/circles/{circle}/links/{role}", replace_link);
}

}  // namespace turnkeeper::api
