#include "app/demo.h"

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "app/app_thread.h"
#include "app/demo_agenda.h"
#include "app/demo_members.h"
#include "app/log.h"
#include "app/serve.h"
#include "app/temporary_folder.h"
#include "client/circle_calls.h"
#include "net/listen_address.h"
#include "protocol/agenda_codec.h"

namespace turnkeeper::app {
namespace {

using client::Json;
using namespace std::chrono_literals;

constexpr client::Millis kBetweenSessions{30'000};
constexpr client::Millis kAtLeastBetween{3'000};

std::string host_to_reach(const Options& options) {
  const std::string host = net::parse_listen_address(options.listen).host;
  if (host == "0.0.0.0") return "127.0.0.1";
  return host == "::" ? "::1" : host;
}

Json new_circle(double speed) {
  const auto* quick = protocol::shipped_agenda("quick-15");
  const int people = static_cast<int>(harbour_circle().size());
  return {{"name", "Harbour circle"},
          {"agenda", protocol::encode_agenda(demo_agenda(*quick, people, speed))}};
}

/// The circle: its people, and what they do from one session to the next. Lives on its loop.
class Harbour {
 public:
  Harbour(client::Loop& loop, client::HttpClient http, const DemoOptions& demo, std::ostream& out)
      : loop_(loop), http_(std::move(http)), demo_(demo), out_(out) {
    const Json created = client::start_circle(http_, new_circle(demo.speed));
    circle_ = created.at("circle");
    session_ = created.at("session");
    links_ = created.at("links");
    for (const Persona& persona : harbour_circle()) {
      const Json seat = client::take_seat(http_, circle_, link("invite", "token"),
                                          {{"name", persona.name},
                                           {"pronouns", persona.pronouns},
                                           {"time_zone", persona.time_zone}});
      tokens_.push_back(seat.at("token"));
    }
  }

  std::string link(const std::string& role, const std::string& part) const {
    return links_.at(role).at(part);
  }

  /// Everyone goes into the room of the session that is planned.
  void meet() {
    members_.clear();
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      client::ScriptedMember::Options options;
      options.name = harbour_circle()[i].name;
      options.address = http_.address();
      options.token = tokens_[i];
      options.speed = demo_.speed;
      options.seed = demo_.seed + static_cast<std::uint32_t>(16 * number_ + i);
      members_.push_back(std::make_unique<client::ScriptedMember>(
          loop_, options, rules_of(harbour_circle()[i], number_, i == 0, demo_.wait)));
      members_.back()->enter(session_);
    }
    members_.front()->on_look = [this](client::ScriptedMember& member) { watch(member); };
  }

 private:
  void watch(client::ScriptedMember& member) {
    const std::string phase = member.view().phase();
    if (phase == std::exchange(last_phase_, phase)) return;
    if (phase == "check_in") out_ << "Session " << number_ << " begins." << std::endl;
    if (phase != "ended") return;
    const auto scaled = std::chrono::duration_cast<client::Millis>(kBetweenSessions / demo_.speed);
    const client::Millis pause = std::max(scaled, kAtLeastBetween);
    out_ << "Session " << number_ << " is over, and its actions are saved. The next one opens in "
         << std::chrono::ceil<std::chrono::seconds>(pause).count() << " s." << std::endl;
    loop_.after(pause, [this] { meet_again(); });
  }

  void meet_again() {
    const Json planned = client::plan_session(http_, circle_, tokens_.front());
    session_ = planned.at("id");
    number_ = planned.at("number");
    meet();
  }

  client::Loop& loop_;
  client::HttpClient http_;
  DemoOptions demo_;
  std::ostream& out_;
  std::string circle_;
  std::string session_;
  int number_ = 1;
  Json links_;
  std::vector<std::string> tokens_;
  std::vector<std::unique_ptr<client::ScriptedMember>> members_;
  std::string last_phase_;
};

void welcome(const Harbour& harbour, const DemoOptions& demo, std::ostream& out) {
  const auto wait = std::chrono::duration_cast<client::Millis>(demo.wait / demo.speed);
  out << "The Harbour circle, six simulated members, begins in "
      << std::chrono::ceil<std::chrono::seconds>(wait).count() << " s.\n\n"
      << "  Take a seat among them   " << harbour.link("invite", "url") << '\n'
      << "  Facilitate               " << harbour.link("facilitator", "url") << '\n'
      << "  Watch on a large screen  " << harbour.link("display", "url") << '\n'
      << "  Look after the circle    " << harbour.link("coordinator", "url") << "\n\n"
      << "Ctrl-C ends it; nothing is kept." << std::endl;
}

}  // namespace

void demo(Options options, const DemoOptions& demo, std::ostream& out) {
  const TemporaryFolder data;
  options.data = data.path();
  options.create = Create::open;

  client::Loop loop;
  bool over = false;  // On the loop.
  AppThread server(options, log_to_stderr(options.log_level),
                   [&] { loop.post([&over] { over = true; }); });
  out << "Turnkeeper is listening on " << bound_address(options, server.port()) << '\n';
  {
    Harbour harbour(loop, client::HttpClient({host_to_reach(options), server.port()}), demo, out);
    welcome(harbour, demo, out);
    harbour.meet();
    while (!over) loop.run_until([&over] { return over; }, 1h);
  }
  out << "The demo is over." << std::endl;
  server.drain();
}

}  // namespace turnkeeper::app
