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

void replace_link(Desk& desk, const Call& call, const net::HttpReply& reply) {
  const core::CircleId circle{call.part("circle")};
  const Visitor visitor =
      desk.access.require(call.request, circle, Standing::facilitator | Standing::coordinator);
  const auto kind = protocol::parse_name<core::LinkKind>(call.part("role"));
  if (!kind) throw refused("not_found");
  const protocol::Json body = read_body(call.request);
  protocol::Fields nothing{body};
  finish(nothing);

  desk.circles.write(
      circle,
      [&desk, circle, kind = *kind, by = visitor.member, reply](CircleDraft& draft) {
        const store::CredentialKind opens = credential_of(kind);
        draft.decide(core::IssueLink{kind}, by);
        draft.revoke(opens);
        const std::string token = draft.issue(opens);
        return [=, &desk] {
          if (kind == core::LinkKind::display) {
            const auto session = open_session(desk, circle);
            if (session) desk.house.close_displays(session->id);
          }
          reply(json_answer(201, {{"role", protocol::name_of(kind)},
                                  {"token", token},
                                  {"url", url_of(desk, opens, circle, token)}}));
        };
      },
      reply);
}

}  // namespace

void add_link_calls(Router& router, Desk& desk) {
  add_call(router, desk, "POST", "/api/v1/circles/{circle}/links/{role}", replace_link);
}

}  // namespace turnkeeper::api
