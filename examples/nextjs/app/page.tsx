export default function CartPage() {
  return (
    <main>
      <h1>Cart</h1>
      <p>Stoneware mug, 298 kr</p>
      <form method="post" action="/checkout/start">
        <button>Go to checkout</button>
      </form>
    </main>
  );
}
