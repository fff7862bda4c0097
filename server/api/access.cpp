#include "api/access.h"

#include <algorithm>
#include <string_view>

#include "api/refusal.h"
#include "store/tokens.h"

namespace turnkeeper::api {
namespace {

Standing standing_of(core::Role role) {
  switch (role) {
    case core::Role::facilitator:
      return Standing::facilitator;
    case core::Role::member:
      return Standing::member;
    case core::Role::observer:
      return Standing::observer;
  }
  return Standing::observer;
}

std::string_view why_not(Standing standing) {
  switch (standing) {
    case Standing::guest:
      return "An invite does not open that. Take a place with it first, then use your own link.";
    case Standing::member:
      return "A member's link does not open that. Ask a facilitator or the coordinator.";
    case Standing::observer:
      return "An observer's link does not open that. Ask a member or a facilitator.";
    case Standing::facilitator:
      return "A facilitator's link does not open that. Use a member's own link.";
    case Standing::coordinator:
      return "The coordinator's link does not open that. Use a member's own link.";
    case Standing::display:
      return "A display only shows the room. Use a member's own link.";
  }
  return "";
}

net::HttpResponse invalid() {
  net::HttpResponse response = refused("credential_invalid").response();
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

net::HttpResponse flood(core::Millis wait) {
  net::HttpResponse response = refused("rate_limited").response();
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait);
  response.headers.emplace_back("Retry-After", std::to_string(seconds.count()));
  return response;
}

// Both are of one length always, and every byte is looked at.
bool same(const store::Hash& one, const store::Hash& other) {
  unsigned difference = 0;
  for (std::size_t i = 0; i < one.size(); ++i)
    difference |= one[i] ^ static_cast<unsigned>(other[i]);
  return difference == 0;
}

std::optional<Visitor> visitor(const Reading& reading, const std::string& token) {
  const auto credential = reading.queries.find_credential(store::hash_of_token(token), reading.now);
  if (!credential || !store::looks_like_token(token)) return std::nullopt;
  Visitor visitor{credential->circle, Standing::guest, std::nullopt};
  switch (credential->kind) {
    case store::CredentialKind::invite:
      break;
    case store::CredentialKind::facilitator:
      visitor.standing = Standing::facilitator;
      break;
    case store::CredentialKind::coordinator:
      visitor.standing = Standing::coordinator;
      break;
    case store::CredentialKind::display:
      visitor.standing = Standing::display;
      break;
    case store::CredentialKind::personal: {
      const auto members = reading.queries.members(credential->circle);
      const auto found =
          std::find_if(members.begin(), members.end(),
                       [&](const store::MemberRow& each) { return each.id == credential->member; });
      if (found == members.end()) return std::nullopt;
      visitor.standing = standing_of(found->role);
      visitor.member = found->id;
    }
  }
  return visitor;
}

const Visitor& require_standing(const Visitor& visitor, Standings allowed) {
  if ((static_cast<Standings>(visitor.standing) & allowed) == 0) {
    throw refused("not_allowed", why_not(visitor.standing));
  }
  return visitor;
}

}  // namespace

Visitor require(const Reading& reading, const net::HttpRequest& request,
                const core::CircleId& circle, Standings allowed) {
  const auto found = visitor(reading, request.bearer);
  if (!found || found->circle != circle) throw BadLink{request};
  return require_standing(*found, allowed);
}

Visitor require(const Reading& reading, const net::HttpRequest& request, Standings allowed) {
  const auto found = visitor(reading, request.bearer);
  if (!found) throw BadLink{request};
  return require_standing(*found, allowed);
}

void Access::refuse(const BadLink& link) {
  if (link.is_missing()) throw Refused{invalid()};
  const auto wait = attempts_.failed(link.peer());
  throw Refused{wait ? flood(*wait) : invalid()};
}

void Access::require_token(const net::HttpRequest& request, const store::Hash& hash) {
  if (const auto wait = attempts_.refused(request.peer)) throw Refused{flood(*wait)};
  if (!same(store::hash_of_token(request.bearer), hash)) refuse(BadLink{request});
}

}  // namespace turnkeeper::api
