import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/** Calls the main method of the program, whose assertions are its tests, and says so when it came to its end. */
public final class MainLauncher {
  public static void main(String[] arguments) throws IOException {
    String nonce = readLine(System.in);
    PrintStream verdict = System.out;
    System.setIn(new ByteArrayInputStream(new byte[0]));
    System.setOut(System.err);
    String error = null;
    try {
      Problem.main(new String[0]);
    } catch (Throwable thrown) {
      error = thrown.getClass().getSimpleName() + "\u0001" + thrown.getMessage();
    }
    verdict.println("T" + nonce + "\u0001" + (error == null ? "1\u00011" : "0\u00011\u0001" + error.replace('\n', ' ')));
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
