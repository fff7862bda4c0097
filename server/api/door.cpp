#include "api/door.h"

#include <algorithm>

#include "store/tokens.h"

namespace turnkeeper::api {

std::optional<net::Pass> Door::admit(const core::SessionId& session, std::string_view token) {
  // Both are looked up whatever comes of either, so that the time it takes tells nothing.
  const auto row = queries_.session(session);
  const auto credential = queries_.find_credential(store::hash_of_token(token), clock_.now());
  if (!row || !credential || !store::looks_like_token(token)) return std::nullopt;
  if (credential->circle != row->circle) return std::nullopt;

  net::Pass pass;
  pass.circle = credential->circle;
  if (credential->kind == store::CredentialKind::display) return pass;
  if (credential->kind != store::CredentialKind::personal) return std::nullopt;

  const auto members = queries_.members(credential->circle);
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

}  // namespace turnkeeper::api
