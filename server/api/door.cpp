#include "api/door.h"

#include <algorithm>
#include <utility>

#include "api/reading.h"
#include "store/tokens.h"

namespace turnkeeper::api {

namespace {

std::optional<net::Pass> pass_for(const Reading& reading, const core::SessionId& session,
                                  const std::string& token) {
  // Both are looked up whatever comes of either, so that the time it takes tells nothing.
  const auto row = reading.queries.session(session);
  const auto credential = reading.queries.find_credential(store::hash_of_token(token), reading.now);
  if (!row || !credential || !store::looks_like_token(token)) return std::nullopt;
  if (credential->circle != row->circle) return std::nullopt;

  net::Pass pass;
  pass.circle = credential->circle;
  if (credential->kind == store::CredentialKind::display) return pass;
  if (credential->kind != store::CredentialKind::personal) return std::nullopt;

  const auto members = reading.queries.members(credential->circle);
  const auto member =
      std::find_if(members.begin(), members.end(),
                   [&](const store::MemberRow& each) { return each.id == credential->member; });
  if (member == members.end()) return std::nullopt;
  pass.caller = protocol::caller_of(member->role);
  pass.member = member->id;
  pass.role = member->role;
  pass.seated = member->seated;
  pass.person = member->person;
  return pass;
}

}  // namespace

void Door::admit(const core::SessionId& session, const std::string& token, Admitted admitted) {
  reader_.ask(
      [session, token, now = clock_.now()](store::Queries& queries) {
        return pass_for({queries, now}, session, token);
      },
      std::move(admitted));
}

}  // namespace turnkeeper::api
