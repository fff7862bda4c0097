#include "app/composition.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "api/api.h"
#include "app/memory.h"
#include "net/alarm_queue.h"
#include "net/channels.h"
#include "net/listener.h"
#include "net/server.h"
#include "net/server_clock.h"
#include "protocol/agenda_codec.h"
#include "store/reader.h"
#include "store/session_archive.h"
#include "store/session_journal.h"
#include "store/tokens.h"

namespace turnkeeper::app {
namespace {

net::ServerOptions server_options(const Options& options) {
  net::ServerOptions result;
  result.listen = options.listen;
  result.public_url = options.public_url;
  result.allow_origins = options.allow_origins;
  result.trusted_proxies = options.trusted_proxies;
  result.web = options.web;
  return result;
}

store::WriterOptions writer_options(const net::Log& log) {
  store::WriterOptions result;
  result.report = [log](const std::string& sentence) { log(net::LogLevel::error, sentence); };
  return result;
}

}  // namespace

/// From the ground up: whoever needs another stands below it, and goes before it.
struct App::House {
  House(const Options& options, net::Log the_log)
      : log(std::move(the_log)),
        database(options.data, options.damaged),
        writer(
            database, [this](std::function<void()> work) { loop.post(std::move(work)); },
            writer_options(log)),
        reader(database, [this](std::function<void()> work) { loop.post(std::move(work)); }),
        channels(database.epoch(), store::make_id(), metrics),
        rooms(clock, alarm, journal, archive, channels,
              [this](const std::string& sentence) { log(net::LogLevel::error, sentence); }),
        api(dependencies(options)),
        server({loop, clock, alarm, rooms, channels, api.gatekeeper(), attempts, metrics, log,
                api.handler(), [this] { return memory.is_short(); }},
               server_options(options)) {}

  api::Dependencies dependencies(const Options& options) {
    std::optional<store::Hash> create_token;
    if (options.create == Create::token) create_token = store::hash_of_token(options.create_token);
    return {reader,
            writer,
            rooms,
            clock,
            alarm,
            attempts,
            metrics,
            log,
            [this] { return server.url(); },
            [this](const timekeeper::SessionId& session) { channels.close_displays(session); },
            create_token};
  }

  /// While time acts anywhere, leaves a mark from which a crash would be counted as an outage.
  void mark() {
    if (rooms.tick()) writer.mark_of_life(clock.now());
  }

  void pulse() {
    rooms.pulse();
    reader.watch();
    tell_of_hang();
    if (writer.stuck()) {
      rooms.storage_hangs();
    } else if (!writer.healthy()) {
      rooms.doubt_storage();
    }
    alarm.set(clock.now() + rooms::Registry::kPulse, [this] { pulse(); });
  }

  void tell_of_hang() {
    if (reader.stuck() == hang_is_told) return;
    hang_is_told = !hang_is_told;
    log(net::LogLevel::error, hang_is_told
                                  ? "The disk does not answer a read; who needs it is refused."
                                  : "The disk answers again.");
  }

  void tick() {
    mark();
    alarm.set(clock.now() + rooms::Registry::kTick, [this] { tick(); });
  }

  net::Log log;
  net::Metrics metrics;
  net::ServerClock clock;
  Memory memory{clock, log};
  net::EventLoop loop;
  net::AlarmQueue alarm{loop, clock};
  net::Attempts attempts{clock};
  store::Database database;
  store::Writer writer;  // goes after the readers: only a writer can leave one file behind
  store::Reader reader;
  store::SessionJournal journal{writer};
  store::SessionArchive archive{reader};
  net::Channels channels;
  rooms::Registry rooms;
  api::Api api;
  net::Server server;
  bool draining = false;
  bool hang_is_told = false;
};

App::App(const Options& options, net::Log log) {
  protocol::shipped_agendas();  // a bad one is said now, and not to whoever starts a circle
  net::Listener::try_out(options.listen);
  house_ = std::make_unique<House>(options, std::move(log));
}

App::~App() = default;

void App::start() {
  if (const std::string& damage = house_->database.damage(); !damage.empty()) {
    house_->log(net::LogLevel::warning, damage + " Everybody begins from what there is.");
  }
  store::Queries queries(house_->database);  // nobody waits yet
  // A wall clock that was set back must not make time that has passed pass once more.
  const auto last_mark = queries.last_mark();
  if (const auto passed = std::max(queries.last_event(), last_mark)) {
    const auto behind = std::chrono::ceil<std::chrono::seconds>(*passed - house_->clock.now());
    if (behind > std::chrono::seconds{1}) {
      house_->log(
          net::LogLevel::warning,
          "This machine's clock is " + std::to_string(behind.count()) +
              " s behind what was written here. The server's time goes on from there; if it "
              "is wrong, restore a backup that is older.");
    }
    house_->clock.not_before(*passed);
  }
  house_->rooms.expect(queries.unsettled_sessions(), last_mark);
  house_->server.start();
  house_->rooms.take_up();
  house_->pulse();
  house_->tick();
}

void App::run() { house_->loop.run(); }

std::uint16_t App::port() const { return house_->server.port(); }

std::string App::url() const { return house_->server.url(); }

void App::drain() {
  house_->loop.post([house = house_.get()] {
    if (std::exchange(house->draining, true)) return;
    house->log(net::LogLevel::info, "Going down: rooms are told when to come back.");
    house->mark();  // up to here nothing is lost, nor given twice
    house->rooms.stop();
    house->server.drain([house] { house->loop.stop(); });
  });
}

void App::stop() {
  // By way of the loop, so that it is not lost when `run` is only about to begin.
  house_->loop.post([house = house_.get()] { house->loop.stop(); });
}

void App::on_termination(std::function<void()> act) { house_->loop.on_termination(std::move(act)); }

}  // namespace turnkeeper::app
