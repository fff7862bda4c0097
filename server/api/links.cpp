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

/// Whoever is being let in by the old link just now is in when this has had its turn, for what is
/// asked is answered in order; then the screens go.
void close_displays(Desk& desk, const core::SessionId& session, const net::HttpReply& reply,
                    const net::HttpResponse& answer) {
  desk.house.reader.ask([](store::Queries&) { return true; },
                        [=, &desk](const auto&) {
                          answering(desk.house.log, reply, [&] {
                            desk.house.close_displays(session);
                            reply(answer);
                          });
                        });
}

void replace_link(Desk& desk, const Call& call, const net::HttpReply& reply) {
  const core::CircleId circle{call.part("circle")};
  desk.circles.write(
      circle,
      [&desk, public_url = desk.house.public_url(), call, circle, reply](
          const Reading& reading, CircleDraft& draft) -> CircleWriter::Committed {
        const Visitor visitor =
            require(reading, call.request, circle, Standing::facilitator | Standing::coordinator);
        const auto kind = protocol::parse_name<core::LinkKind>(call.part("role"));
        if (!kind) throw refused("not_found");
        const protocol::Json body = read_body(call.request);
        protocol::Fields nothing{body};
        finish(nothing);

        const store::CredentialKind opens = credential_of(*kind);
        draft.decide(core::IssueLink{*kind}, visitor.member);
        draft.revoke(opens);
        const std::string token = draft.issue(opens);
        const auto answer = json_answer(201, {{"role", protocol::name_of(*kind)},
                                              {"token", token},
                                              {"url", url_of(public_url, opens, circle, token)}});
        const auto session = open_session(reading.queries, circle);
        if (kind != core::LinkKind::display || !session) return [reply, answer] { reply(answer); };
        return
            [&desk, session, reply, answer] { close_displays(desk, session->id, reply, answer); };
      },
      reply);
}

}  // namespace

void add_link_calls(Router& router, Desk& desk) {
  add_call(router, desk, "POST", "/api/v1/circles/{circle}/links/{role}", replace_link);
}

}  // namespace turnkeeper::api
