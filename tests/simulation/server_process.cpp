#include "tests/simulation/server_process.h"

#include "protocol/time_text.h"

namespace turnkeeper::testing {

void Door::admit(const core::SessionId& session, const std::string& token, Admitted admitted) {
  auto outcome = rooms::Outcome<std::optional<net::Pass>>::of([&] {
    disk_.require_readable();
    const auto found = passes_.find({session, token});
    return found == passes_.end() ? std::nullopt : std::optional(found->second);
  });
  around_.after(around_.millis(0, 5),
                [outcome, admitted = std::move(admitted)] { admitted(outcome); });
}

void Door::give(const core::SessionId& session, std::string_view token, net::Pass pass) {
  passes_[{session, std::string{token}}] = std::move(pass);
}

ServerProcess::ServerProcess(Surroundings& around, Disk& disk, Door& door)
    : around_(around),
      disk_(disk),
      door_(door),
      channels_("epoch-1", protocol::to_text(around.clock.now()), metrics_),
      rooms_(around.clock, around.alarm, disk, disk, channels_,
             [this](const std::string& sentence) { complain(sentence); }),
      attempts_(around.clock) {
  rooms_.expect(disk.unsettled(), disk.last_mark());
  rooms_.take_up();
  pulse();
  tick();
}

ServerProcess::~ServerProcess() {
  around_.alarm.cancel(pulsing_);
  around_.alarm.cancel(ticking_);
  disk_.lose_what_is_in_flight();
  for (const auto& link : links_) link->server_died();
}

/// Of nothing but a disk that could not be read just now.
void ServerProcess::complain(std::string_view sentence) {
  constexpr std::string_view kUnreadable = "The disk cannot be read.";
  if (!sentence.ends_with(kUnreadable)) around_.story.broke(std::string{sentence});
  around_.story.tell("server", std::string{sentence});
}

void ServerProcess::pulse() {
  rooms_.pulse();
  pulsing_ = around_.alarm.set(around_.clock.now() + rooms::Registry::kPulse, [this] { pulse(); });
}

void ServerProcess::tick() {
  if (rooms_.tick()) disk_.mark_of_life(around_.clock.now());
  ticking_ = around_.alarm.set(around_.clock.now() + rooms::Registry::kTick, [this] { tick(); });
}

void ServerProcess::accept(const std::shared_ptr<Link>& link, const core::SessionId& session) {
  std::erase_if(links_, [](const auto& each) { return each.use_count() == 1; });
  links_.push_back(link);
  const auto log = [this](net::LogLevel level, std::string_view sentence) {
    if (level == net::LogLevel::error) complain(sentence);
  };
  link->accept([&](net::FrameSocket& socket) {
    return net::talk_to_room(
        socket, {session, "192.0.2.1", nullptr},
        {around_.clock, around_.alarm, rooms_, channels_, door_, attempts_, metrics_, log});
  });
}

}  // namespace turnkeeper::testing
