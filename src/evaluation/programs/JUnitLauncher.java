import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs the test classes that it is given with JUnit, and says how many of how many passed. */
public final class JUnitLauncher {
  public static void main(String[] classes) throws IOException {
    String nonce = readLine(System.in);
    PrintStream verdict = System.out;
    System.setIn(new ByteArrayInputStream(new byte[0]));
    System.setOut(System.err);
    LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
    for (String name : classes) {
      request.selectors(DiscoverySelectors.selectClass(name));
    }
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(request.build(), listener);
    TestExecutionSummary summary = listener.getSummary();
    String error = "";
    if (!summary.getFailures().isEmpty()) {
      Throwable thrown = summary.getFailures().get(0).getException();
      error = "\u0001" + thrown.getClass().getSimpleName() + "\u0001" + String.valueOf(thrown.getMessage()).replace('\n', ' ');
    }
    verdict.println("T" + nonce + "\u0001" + summary.getTestsSucceededCount() + "\u0001" + summary.getTestsFoundCount() + error);
    verdict.flush();
    Runtime.getRuntime().halt(0);
  }

  private static String readLine(InputStream input) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = input.read(); read >= 0 && read != '\n'; read = input.read()) {
      line.append((char) read);
    }
    return line.toString();
  }
}
