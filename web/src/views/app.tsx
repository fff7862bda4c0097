import { useEffect } from 'preact/hooks';
import { announcement } from '../app/announcer';
import { replacePath, route, vault } from '../app/services';
import { wakeSounds } from '../app/sounds';
import { afterLink, type Route } from '../core/router';
import { AgendaPage } from './agenda';
import { Circle } from './circle';
import { Home } from './home';
import { Links } from './links';
import { DeadLink, Loading } from './parts/trouble';
import { DisplayPage, RoomPage } from './room_page';
import { SessionPage } from './session_page';
import { Start } from './start';

export function App() {
  useEffect(() => {
    addEventListener('pointerdown', wakeSounds);
    addEventListener('keydown', wakeSounds);
  }, []);
  return (
    <>
      <View route={route.value} />
      <p class="unseen" role="status" aria-live="polite">
        {announcement.value}
      </p>
    </>
  );
}

function View({ route }: { route: Route }) {
  switch (route.page) {
    case 'home':
      return <Home />;
    case 'start':
      return <Start />;
    case 'lost':
      return <DeadLink why="broken" />;
    case 'link':
      return <TakeLink {...route} />;
    case 'links':
      return <Links key={route.circle} circle={route.circle} />;
    case 'circle':
      return <Circle key={route.circle} circle={route.circle} />;
    case 'agenda':
      return <AgendaPage key={route.circle} circle={route.circle} />;
    case 'session':
      return <SessionPage key={route.session} circle={route.circle} session={route.session} />;
    case 'room':
      return <RoomPage key={route.circle} circle={route.circle} />;
    case 'display':
      return <DisplayPage key={route.circle} circle={route.circle} />;
  }
}

/* The token goes into this browser's storage and out of the address bar, before anything is drawn with it. */
function TakeLink({ role, circle, token }: Extract<Route, { page: 'link' }>) {
  useEffect(() => {
    vault.keep(circle, { tokens: { [role]: token } });
    replacePath(afterLink(role, circle));
  }, [role, circle, token]);
  return <Loading />;
}
