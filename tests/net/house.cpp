#include "tests/net/house.h"

#include <new>
#include <stdexcept>
#include <utility>

#include "tests/support/agendas.h"

namespace turnkeeper::testing {

using namespace std::chrono_literals;

void FakeGatekeeper::admit(const core::SessionId& session, const std::string& token,
                           Admitted admitted) {
  if (std::exchange(forgets_, false)) throw std::bad_alloc();
  waiting_.push_back({session, token, std::move(admitted)});
  if (!takes_time_) answer_next();
}

void FakeGatekeeper::answer_next() {
  const Question question = std::move(waiting_.front());
  waiting_.pop_front();
  question.admitted(
      rooms::Outcome<std::optional<net::Pass>>::of([&] { return pass_for(question); }));
}

std::optional<net::Pass> FakeGatekeeper::pass_for(const Question& question) {
  if (std::exchange(fails_, false)) throw std::runtime_error("The disk cannot be read.");
  const auto found = passes_.find(question.token);
  if (!sessions_.contains(question.session) || found == passes_.end()) return std::nullopt;
  return found->second;
}

House::House() {
  core::SessionPlanned plan;
  plan.session = kSession;
  plan.circle = {"c1"};
  plan.agenda = short_agenda();
  for (int i = 1; i <= kMembers; ++i) {
    const core::MemberId id{"m" + std::to_string(i)};
    plan.roster.push_back({id, core::Role::member, true, {}});
    gatekeeper.give(id.value, {plan.circle,
                               protocol::Caller::member,
                               id,
                               core::Role::member,
                               true,
                               {"Member " + id.value, "", ""}});
  }
  gatekeeper.give("f", {plan.circle,
                        protocol::Caller::facilitator,
                        core::MemberId{"f"},
                        core::Role::facilitator,
                        false,
                        {"Fay", "", ""}});
  gatekeeper.give("o", {plan.circle,
                        protocol::Caller::observer,
                        core::MemberId{"o"},
                        core::Role::observer,
                        false,
                        {"Obi", "", ""}});
  gatekeeper.give(
      "d", {plan.circle, protocol::Caller::display, std::nullopt, core::Role::observer, false, {}});
  auto decided = core::decide({}, {{}, core::PlanSession{plan}}, clock.now());
  auto& decision = std::get<core::Decision>(decided);
  journal.append({kSession, 0, std::move(decision.events), std::move(decision.words), {}},
                 [](auto) {});
  journal.pump();
}

rooms::Room* House::find_room(const core::SessionId& session) {
  rooms::Room* room = nullptr;
  rooms.find(session, [&](rooms::Registry::Found found) { room = found.get(); });
  return room;
}

net::RoomPorts House::ports() {
  return {clock,
          alarm,
          rooms,
          channels,
          gatekeeper,
          attempts,
          metrics,
          [this](net::LogLevel level, std::string_view sentence) {
            (level == net::LogLevel::debug ? debug_log : log).emplace_back(sentence);
          }};
}

OpenHouse::OpenHouse(net::ServerOptions options) {
  web.write("index.html", "<!doctype html><title>Turnkeeper</title>");
  web.write("assets/app-1.js", "'use strict';");
  if (options.listen == net::ServerOptions{}.listen) options.listen = "127.0.0.1:0";
  if (options.web.empty()) options.web = web.path();
  answer.body = "{}";
  const net::RoomPorts room = ports();
  server = std::make_unique<net::Server>(
      net::ServerPorts{loop, clock, alarm, rooms, channels, gatekeeper, attempts, metrics, room.log,
                       [this](const net::HttpRequest& request, const net::HttpReply& reply) {
                         requests.push_back(request);
                         reply(answer);
                       },
                       [this] { return short_of_memory; }},
      std::move(options));
  server->start();
}

bool OpenHouse::until(const std::function<bool()>& done, std::chrono::milliseconds patience) {
  return loop.run_until(
      [&] {
        journal.pump();
        return done();
      },
      patience);
}

}  // namespace turnkeeper::testing
