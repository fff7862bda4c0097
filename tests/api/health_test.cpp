// What those are told who run the server.
#include <catch2/catch.hpp>

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
