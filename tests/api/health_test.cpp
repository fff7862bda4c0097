// What those are told who run the server.
#include <catch2/catch.hpp>
#include <future>

#include "api/api_house.h"
#include "tests/store/foreign_lock.h"

using namespace turnkeeper;
using namespace turnkeeper::api;
using namespace std::chrono_literals;

TEST_CASE("a server whose disk has said nothing for two seconds says that it is not ready",
          "[api]") {
  ApiHouse house;
  std::vector<int> statuses;
  {
    const store::ForeignLock lock(house.database.file());
    house.api.handler()(house.request("GET", "/readyz"), [&](const net::HttpResponse& response) {
      statuses.push_back(response.status);
    });
    house.alarm.advance(1'999ms);
    CHECK(statuses.empty());
    house.alarm.advance(1ms);
    CHECK(statuses == std::vector{503});
  }
  CHECK(house.get("/readyz").status == 200);  // the first has had its word by then, too
  CHECK(statuses == std::vector{503});
  house.alarm.advance(2s);
  CHECK(statuses == std::vector{503});
}

TEST_CASE("while the disk does not answer a read, requests are refused, and the server says so",
          "[api]") {
  ApiHouse house;
  const Founded circle = house.found();
  std::promise<void> gate;
  house.reader->ask(
      [until = gate.get_future().share()](store::Queries&) {
        until.wait();
        return true;
      },
      [](const auto&) {});
  std::vector<int> statuses;
  house.api.handler()(
      house.request("GET", "/v1/circles/" + circle.circle, circle.coordinator),
      [&](const net::HttpResponse& response) { statuses.push_back(response.status); });
  CHECK(house.get("/healthz").status == 200);
  CHECK(house.get("/readyz").status == 200);
  house.reader_time = house.reader_time.load() + 5s;
  house.reader->watch();
  CHECK(statuses == std::vector{503});
  CHECK(house.get("/healthz").status == 200);
  CHECK(house.get("/readyz").status == 503);
  const Reply refused = house.get("/v1/circles/" + circle.circle, circle.coordinator);
  CHECK(refused.reason() == "storage_unavailable");
  CHECK(house.post("/v1/circles", "", {{"name", "Quay"}}).reason() == "storage_unavailable");
  gate.set_value();
  house.pump.run_until([&] { return !house.reader->stuck(); });
  CHECK(house.get("/readyz").status == 200);
  CHECK(house.get("/v1/circles/" + circle.circle, circle.coordinator).status == 200);
}
