import java.net.URI;
import javax.net.ssl.HttpsURLConnection;

/** Gets each URL and prints its status, or why there is none. */
public class Client {
    public static void main(String[] urls) {
        for (String url : urls) {
            try {
                var connection = (HttpsURLConnection) URI.create(url).toURL().openConnection();
                connection.setReadTimeout(5000);
                System.out.println(connection.getResponseCode());
            } catch (Exception e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }
}
