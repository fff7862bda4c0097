#include "store/stream.h"

#include <utility>

namespace turnkeeper::store {

namespace {

constexpr std::array<std::pair<CredentialKind, std::string_view>, 5> kCredentialKinds{
    {{CredentialKind::invite, "invite"},
     {CredentialKind::facilitator, "facilitator"},
     {CredentialKind::coordinator, "coordinator"},
     {CredentialKind::display, "display"},
     {CredentialKind::personal, "personal"}}};

}  // namespace

std::string_view name(StreamKind kind) {
  return kind == StreamKind::session ? "session" : "circle";
}

std::string_view name(CredentialKind kind) {
  for (const auto& [each, text] : kCredentialKinds) {
    if (each == kind) return text;
  }
  return {};
}

std::optional<CredentialKind> parse_credential_kind(std::string_view text) {
  for (const auto& [each, known] : kCredentialKinds) {
    if (known == text) return each;
  }
  return std::nullopt;
}

}  // namespace turnkeeper::store
