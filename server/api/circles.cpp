// Circles: made, and looked at.

#include <map>
#include <utility>
#include <vector>

#include "api/body.h"
#include "api/desk.h"
#include "api/handlers.h"
#include "api/planning.h"
#include "api/refusal.h"
#include "protocol/agenda_codec.h"
#include "protocol/circle_codec.h"
#include "protocol/time_text.h"
#include "store/tokens.h"

namespace turnkeeper::api {
namespace {

using protocol::Json;
using store::CredentialKind;

constexpr const char* kDefaultAgenda = "group-75";

struct NewCircle {
  std::string name;
  core::Agenda agenda;
  std::vector<std::string> members;
};

NewCircle read_new_circle(const net::HttpRequest& request) {
  Json body = read_body(request);
  NewCircle wanted;
  wanted.agenda = take_agenda(body, "agenda").value_or(*protocol::shipped_agenda(kDefaultAgenda));
  wanted.members = take_names(body, "members");
  protocol::Fields fields{body};
  wanted.name = fields.line("name");
  finish(fields);
  return wanted;
}

Json link(const std::string& public_url, CircleDraft& draft, CredentialKind kind,
          const core::MemberId& member = {}) {
  const std::string token = draft.issue(kind, member);
  return {{"token", token}, {"url", url_of(public_url, kind, draft.circle().id, token)}};
}

Json issue_links(const std::string& public_url, CircleDraft& draft) {
  Json links;
  for (const auto& [issued, opens] :
       {std::pair{core::LinkKind::invite, CredentialKind::invite},
        std::pair{core::LinkKind::facilitator, CredentialKind::facilitator},
        std::pair{core::LinkKind::coordinator, CredentialKind::coordinator},
        std::pair{core::LinkKind::display, CredentialKind::display}}) {
    draft.decide(core::IssueLink{issued});
    links[std::string{protocol::name_of(issued)}] = link(public_url, draft, opens);
  }
  return links;
}

/// A seat each, which waits for its member.
Json seat_everyone(const std::string& public_url, CircleDraft& draft,
                   const std::vector<std::string>& names) {
  Json personal = Json::array();
  for (const std::string& name : names) {
    core::TakePlace place;
    place.name = name;
    const auto member = *draft.decide(std::move(place)).member;
    Json entry = link(public_url, draft, CredentialKind::personal, member);
    entry["member"] = member.value;
    entry["name"] = name;
    personal.push_back(std::move(entry));
  }
  return personal;
}

void create_circle(Desk& desk, const Call& call, const net::HttpReply& reply) {
  if (desk.house.create_token) desk.access.require_token(call.request, *desk.house.create_token);
  const NewCircle wanted = read_new_circle(call.request);
  const core::CircleId circle{"c" + store::make_id()};
  desk.circles.write(
      circle,
      [public_url = desk.house.public_url(), wanted, circle, reply](const Reading& reading,
                                                                    CircleDraft& draft) {
        draft.decide(core::CreateCircle{circle, wanted.name, wanted.agenda});
        Json created{{"circle", circle.value}};
        const Json personal = seat_everyone(public_url, draft, wanted.members);
        created["links"] = issue_links(public_url, draft);
        if (!personal.empty()) created["links"]["personal"] = personal;
        created["session"] = plan_next_session(reading, draft).value;
        return [reply, created] { reply(json_answer(201, created)); };
      },
      reply);
}

/// Spotlight time by member; who is missing has none.
using Hours = std::map<core::MemberId, core::Millis>;

std::int64_t of(const Hours& hours, const core::MemberId& member) {
  const auto found = hours.find(member);
  return found == hours.end() ? 0 : found->second.count();
}

Json encode_member(const store::MemberRow& member, const Hours& received, const Hours& given) {
  Json json{{"id", member.id.value},
            {"name", member.person.name},
            {"role", protocol::name_of(member.role)},
            {"seated", member.seated},
            {"received_ms", of(received, member.id)},
            {"given_ms", of(given, member.id)}};
  if (!member.person.pronouns.empty()) json["pronouns"] = member.person.pronouns;
  if (!member.person.time_zone.empty()) json["time_zone"] = member.person.time_zone;
  return json;
}

net::HttpResponse read_circle(const Reading& reading, const Call& call) {
  const core::CircleId id{call.part("circle")};
  const Visitor visitor =
      require(reading, call.request, id,
              Standing::guest | Standing::display | Standing::member | Standing::observer |
                  Standing::facilitator | Standing::coordinator);
  const bool passes_by =
      visitor.standing == Standing::guest || visitor.standing == Standing::display;
  const auto circle = reading.queries.circle(id);
  if (!circle) throw refused("not_found");

  const Hours received = passes_by ? Hours{} : reading.queries.received(id);
  const Hours given = passes_by ? Hours{} : reading.queries.given(id);
  Json members = Json::array();
  for (const store::MemberRow& member : reading.queries.members(id)) {
    members.push_back(passes_by ? Json{{"name", member.person.name}}
                                : encode_member(member, received, given));
  }
  Json body{{"id", id.value},
            {"name", circle->name},
            {"agenda", Json::parse(circle->agenda)},
            {"members", std::move(members)}};
  if (const auto session = reading.queries.unended_session(id)) {
    body["session"] = encode_planned(*session);
  } else if (const auto last = reopenable_session(reading.queries, id); last && !passes_by) {
    body["reopen"] = {{"id", last->id.value},
                      {"number", last->number},
                      {"until", protocol::to_text(*last->reopen_until)}};
  }
  return json_answer(200, body);
}

}  // namespace

void add_circle_calls(Router& router, Desk& desk) {
  add_call(router, desk, "POST", "/api/v1/circles", create_circle);
  add_look(router, desk, "/api/v1/circles/{circle}", read_circle);
}

}  // namespace turnkeeper::api
