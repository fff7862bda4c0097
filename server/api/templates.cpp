// The agendas that ship.

#include "api/desk.h"
#include "api/handlers.h"
#include "protocol/agenda_codec.h"

namespace turnkeeper::api {
namespace {

void list_templates(Desk&, const Call&, const net::HttpReply& reply) {
  protocol::Json templates = protocol::Json::array();
  for (const core::Agenda& agenda : protocol::shipped_agendas()) {
    templates.push_back(protocol::encode_agenda(agenda));
  }
  reply(json_answer(200, {{"templates", std::move(templates)}}));
}

}  // namespace

void add_template_calls(Router& router, Desk& desk) {
  add_call(router, desk, "GET", "/api/v1/templates", list_templates);
}

}  // namespace turnkeeper::api
